-- Grain: one row per decision, with who decided in what role and what was on the screen. A decision from before this was
-- kept has none.
create table if not exists decision_basis (
    decision_id integer primary key references decision,
    role text not null, -- as declared
    stage text not null, -- of the hub's profile
    profile text not null,
    word text not null, -- the colour as the person said it: BLUE is kept as GREEN
    stood text, -- what a person had said before: the decision that is superseded, or the rating on receipt
    at_least text not null,
    direction text not null check (direction in ('up', 'down', 'none')),
    policy text not null,
    model text not null,
    fingerprint text not null
) strict
