-- Grain: one row per list that an agency sends and what it says there (who lives where, who is whose parent, any other
-- tie), and how far that is believed, 0 to 1, with the reason. It multiplies what the word, or the time two stays share,
-- amounts to; an intelligence grade, where a row has one, speaks for its source in place of this.
-- Three steps, for nobody has measured more: first hand 1, told by the family 0.95, second hand or of unknown origin 0.9.
create or replace table source_belief as
select * from (
    values
    ('person_addresses', 'home', 1.0::double, 'first hand: workers visit the home (our judgement)'),
    ('offender_addresses', 'home', 1.0, 'first hand: an officer approves and visits it [K]'),
    ('pupil_addresses', 'home', 0.95, 'as a parent told the school (our judgement)'),
    ('contacts', 'home', 0.95, 'that they live with the child, as a parent told the school (our judgement)'),
    ('patient_addresses', 'home', 0.9, 'in 53 of 100 hospital records the postcode is wrong or missing (sources.md B4)'),
    ('nominal_addresses', 'home', 0.9, 'as given when stopped or named by others: intelligence (sources.md D7)'),
    ('people', 'home', 0.9, 'a plain list of unknown origin (our judgement)'),
    ('relationships', 'parent', 1.0, 'first hand: asked of the family; the mother has a table of her own (sources.md D17)'),
    ('related_persons', 'parent', 1.0, 'the birth is in the register: of 100 joined to a delivery 2 were to a wrong one (sources.md B7)'),
    ('contacts', 'parent', 0.95, 'as a parent told the school: who is called father need not be (our judgement)'),
    ('personal_contacts', 'parent', 0.9, 'as the offender told of others (our judgement)'),
    ('nominal_links', 'parent', 0.9, 'ungraded: untested intelligence, not evidence (sources.md D7, D8)'),
    ('relationships', 'other tie', 1.0, 'first hand: asked of the family (our judgement)'),
    ('related_persons', 'other tie', 0.95, 'as the patient told: no structured list has fathers or partners (sources.md D17)'),
    ('contacts', 'other tie', 0.95, 'as a parent told the school (our judgement)'),
    ('personal_contacts', 'other tie', 0.9, 'as the offender told of others (our judgement)'),
    ('nominal_links', 'other tie', 0.9, 'ungraded: untested intelligence, not evidence (sources.md D7, D8)'),
    ('any other list', 'home', 0.9, 'nobody has said how it is come by (our judgement)'),
    ('any other list', 'parent', 0.9, 'nobody has said how it is come by (our judgement)'),
    ('any other list', 'other tie', 0.9, 'nobody has said how it is come by (our judgement)')
) as belief (source, about, belief, because)
