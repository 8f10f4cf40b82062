-- Grain: one row per relationship word of the contracts (read as: b is … of a), and the tie it makes.
-- Strength is a judgement: kin and carers are seldom stated wrongly, friends and contacts are loose.
create or replace table relationship_meaning as
select * from (
    values
    ('mother', 'parent', 'child', 'mother', 0.95::double),
    ('father', 'parent', 'child', 'father', 0.95),
    ('parent', 'parent', 'child', 'parent', 0.95),
    ('step-parent', 'parent', 'step-child', 'step-parent', 0.9),
    ('child', 'parent', 'parent', 'child', 0.95),
    ('step-child', 'parent', 'step-parent', 'step-child', 0.9),
    ('sibling', 'sibling', 'sibling', 'sibling', 0.95),
    ('half-sibling', 'sibling', 'half-sibling', 'half-sibling', 0.95),
    ('partner', 'partner', 'partner', 'partner', 0.9),
    ('ex-partner', 'ex-partner', 'ex-partner', 'ex-partner', 0.9),
    ('grandparent', 'relative', 'grandchild', 'grandparent', 0.9),
    ('grandchild', 'relative', 'grandparent', 'grandchild', 0.9),
    ('aunt or uncle', 'relative', 'niece or nephew', 'aunt or uncle', 0.9),
    ('niece or nephew', 'relative', 'aunt or uncle', 'niece or nephew', 0.9),
    ('cousin', 'relative', 'cousin', 'cousin', 0.9),
    ('family', 'relative', 'relative', 'relative', 0.85),
    ('carer', 'carer', 'cared for', 'carer', 0.9),
    ('cared for', 'carer', 'carer', 'cared for', 0.9),
    ('cohabitant', 'household', 'cohabitant', 'cohabitant', 0.85),
    ('friend', 'friend', 'friend', 'friend', 0.6),
    ('co-defendant', 'co-defendant', 'co-defendant', 'co-defendant', 0.85)
) as meaning (relationship, kind, a_is, b_is, strength)
