-- A made-up hub as far as the associations, for benchmarks/network.py. Persons stand in blocks of ten neighbours: a couple
-- with two children (0 to 3), a couple (4, 5), a parent with a child (6, 7), two alone (8, 9); blocks know one another
-- through kin, former partners, and the one adult in fifteen who is known to police.
create macro lot(about, sides) as (hash(about) % sides)::bigint;

create table someone as
select
    id,
    'P' || lpad(id::varchar, 8, '0') as person_id,
    id % 10 not in (2, 3, 7) as is_adult,
    id % 10 not in (2, 3, 7) and lot(concat_ws('|', id, 'known'), 15) = 0 as known
from range($persons) people(id);

create table person as
select
    person_id,
    'F' as forenames,
    person_id as surname,
    [person_id] as names,
    case when is_adult then date '1985-05-05' else date '2018-03-03' end as date_of_birth,
    'day' as dob_precision,
    null::date as expected_date_of_birth,
    'F' as sex,
    is_adult,
    false as restricted,
    1 as records,
    ['social_care'] as agencies
from someone;

create table membership as select 'social_care:' || person_id as record_key, person_id from person;

insert into person_record by name
select
    'social_care:' || person_id as record_key,
    'social_care' as agency,
    'persons' as dataset,
    '2026-01-31' as extract,
    id + 1 as source_row,
    person_id as source_id
from someone;

create table couple as
with

pattern as (
    select unnest([
        {a: 0, b: 1, kind: 'household'}, {a: 0, b: 2, kind: 'household'}, {a: 0, b: 3, kind: 'household'},
        {a: 1, b: 2, kind: 'household'}, {a: 1, b: 3, kind: 'household'}, {a: 2, b: 3, kind: 'household'},
        {a: 4, b: 5, kind: 'household'}, {a: 6, b: 7, kind: 'household'}, {a: 0, b: 1, kind: 'partner'},
        {a: 4, b: 5, kind: 'partner'}, {a: 0, b: 2, kind: 'parent'}, {a: 0, b: 3, kind: 'parent'},
        {a: 1, b: 2, kind: 'parent'}, {a: 1, b: 3, kind: 'parent'}, {a: 6, b: 7, kind: 'parent'},
        {a: 2, b: 3, kind: 'sibling'}
    ], recursive := true)
),

at_home as (
    select block.id + a as a, block.id + b as b, kind, if(kind = 'household', 0.9, 0.95)::double as strength
    from range(0, $persons, 10) block(id)
    cross join pattern
),

kin as (
    select
        id as a,
        ((id // 10 + (lot(concat_ws('|', id, again, 'how far'), 400))::bigint - 200) * 10 + [0, 1, 4, 5, 6, 8, 9][1 + lot(concat_ws('|', id, again, 'whom'), 7)])
        % $persons as b,
        ['relative', 'relative', 'parent', 'ex-partner', 'household'][1 + lot(concat_ws('|', id, again, 'kind'), 5)] as kind,
        0.8::double as strength
    from someone
    cross join range(2) times(again)
    where is_adult and lot(concat_ws('|', id, again, 'has kin'), 10) < 7
),

ranked as materialized (
    select id, row_number() over (order by hash(id // 20000, id)) as place
    from someone
    where known
),

ahead as materialized (
    select id, place + unnest(range(1, 12)) as place
    from ranked
),

police as (
    select
        one.id as a,
        other.id as b,
        ['police associate', 'co-defendant', 'involved together'][1 + lot(concat_ws('|', one.id, other.id), 3)] as kind,
        0.4 + (lot(concat_ws('|', one.id, other.id), 5))::double / 10 as strength
    from ahead as one
    inner join ranked as other on one.place = other.place
    where lot(concat_ws('|', one.id, other.id, 'met'), 3) = 0
)

select a, b, kind, strength from at_home
union all select a, b, kind, strength from kin
union all select a, b, kind, strength from police;

create table tie as
select
    'T' || row_number() over (order by person_a, person_b, kind) as tie_id,
    person_a,
    person_b,
    kind,
    case when kind = 'household' then 'derived' else 'asserted' end as class,
    a_is,
    b_is,
    date '2022-01-01' as from_date,
    null::date as to_date,
    strength,
    1 as sources,
    ['social_care'] as agencies,
    null::varchar as grade,
    null::varchar as handling_code
from (
    select distinct on (person_a, person_b, kind)
        least(one.person_id, other.person_id) as person_a,
        greatest(one.person_id, other.person_id) as person_b,
        kind,
        if(kind = 'parent', 'parent', kind) as a_is,
        if(kind = 'parent', 'child', kind) as b_is,
        strength
    from couple
    inner join someone as one on couple.a = one.id
    inner join someone as other on couple.b = other.id
    where couple.a <> couple.b
    order by person_a, person_b, kind, strength desc
)
order by person_a, person_b, tie_id;

create table tie_evidence as
select
    tie_id,
    'social_care' as agency,
    'rows' as dataset,
    '2026-01-31' as extract,
    row_number() over (order by tie_id) as source_row,
    'social_care:' || person_a as record_key_a,
    'social_care:' || person_b as record_key_b,
    kind as says,
    from_date,
    to_date
from tie
order by tie_id;

create table possible_identity as
select distinct on (person_a, person_b)
    least(one.person_id, other.person_id) as person_a,
    greatest(one.person_id, other.person_id) as person_b,
    1.0::double as match_weight,
    0.67::double as probability,
    'social_care:' || one.person_id as record_key_a,
    'social_care:' || other.person_id as record_key_b,
    'another surname' as reason
from someone as one
inner join someone as other
    on other.id = case
        when lot(concat_ws('|', one.id, 'near'), 3) < 2 then one.id // 10 * 10 + 11 + lot(concat_ws('|', one.id, 'place'), 20)
        else lot(concat_ws('|', one.id, 'anywhere'), $persons)
    end
where lot(concat_ws('|', one.id, 'doubt'), 10) = 0 and one.id <> other.id and one.is_adult = other.is_adult
order by person_a, person_b;

create table crowd (
    context_key varchar, context_kind varchar, persons integer, reason varchar, from_date date, to_date date
);

create table crowd_member (context_key varchar, person_id varchar);

insert into flag by name
select
    'social_care:' || person_id as record_key,
    kind,
    'VISOR' as scheme,
    'current' as status,
    'police' as agency,
    'markers' as dataset,
    '2026-01-31' as extract,
    id + 1 as source_row
from someone
cross join (select unnest([
    {kind: 'sexual offender', among: 900, of_known: 200}, {kind: 'risk to children', among: 2000, of_known: 300},
    {kind: 'violence', among: 1000, of_known: 25}, {kind: 'domestic abuse', among: 1000, of_known: 20},
    {kind: 'drugs', among: 2000, of_known: 20}
], recursive := true)) as kinds
where is_adult and (lot(concat_ws('|', id, kind), among) = 0 or known and lot(concat_ws('|', id, kind, 'known'), of_known) = 0);

insert into referral by name
select
    case when again = 0 then 'R' || person_id else 'R' || person_id || '-' || again end as case_id,
    'social_care:' || person_id as child_record_key,
    timestamp '2026-01-30 09:00:00' - interval (again * 90) day as received_at,
    case when again > 0 then date '2026-01-01' end as closed_on,
    ['NEG', 'PHY', 'SAB', 'EMO', 'DA'][1 + lot(concat_ws('|', id, again), 5)] as concern,
    ['GREEN', 'AMBER', null][1 + lot(concat_ws('|', id, 'first rated'), 3)] as initial_rating,
    'social_care' as agency,
    'referrals' as dataset,
    '2026-01-31' as extract,
    id * 4 + again as source_row
from (select * from someone where not is_adult order by hash(id, 'referred') limit $cases)
cross join range(3) past(again)
where again = 0 or lot(concat_ws('|', id, again, 'again'), 6) = 0;

insert into event by name
select
    'police:' || id || '.' || again as event_key,
    'police' as agency,
    'occurrences' as dataset,
    '2026-01-31' as extract,
    id * 2 + again as source_row,
    'occurrence' as kind,
    'DA' as concern,
    date '2025-03-01' + (lot(concat_ws('|', id, again, 'day'), 300))::integer as occurred_on
from someone
cross join range(2) times(again)
where id % 10 = 0 and lot(concat_ws('|', id, 'abuse'), 20) = 0;

insert into event_role by name
select
    event.event_key,
    'social_care:P' || lpad((event.source_row // 2 + part)::varchar, 8, '0') as record_key,
    ['suspect', 'victim'][1 + part] as role,
    'occurrence_roles' as dataset,
    event.extract,
    event.source_row * 2 + part as source_row
from event
cross join range(2) parts(part);

insert into source_freshness by name
select
    unnest(['police', 'health', 'social_care']) as agency,
    'rows' as dataset,
    'x' as contract,
    true as required,
    30 as fresh_within_days,
    'fresh' as state,
    false as refused_since,
    1 as rows_current
