-- Grain: one row per record asked for: what its agency says of the person, no place finer than an outward code.
with

asked as (
    select unnest($keys::varchar[]) as record_key
),

known_name as (
    select record_key, concat_ws(' ', forenames, surname) as name, kind = 'current' as goes_by
    from record_name
    where forenames is not null or surname is not null
),

main_name as (
    select record_key, coalesce(min(name) filter (where goes_by), min(name)) as name
    from known_name
    group by record_key
),

relative as (
    select stated.record_key_a as record_key, other.name || ' is ' || stated.relationship as says
    from declared_relationship as stated
    inner join asked on asked.record_key = stated.record_key_a
    inner join main_name as other on other.record_key = stated.record_key_b
    union
    select stated.record_key_b, stated.relationship || ' of ' || other.name
    from declared_relationship as stated
    inner join asked on asked.record_key = stated.record_key_b
    inner join main_name as other on other.record_key = stated.record_key_a
),

area as (
    select
        stay.record_key,
        concat_ws(' ', stay.outcode, 'since ' || min(stay.from_date), 'until ' || max(stay.to_date)) as says
    from stay
    inner join asked using (record_key)
    where stay.outcode is not null
    group by stay.record_key, stay.outcode
),

said as (
    select record_key, 'name' as what, name as says from known_name
    union
    select record_key, 'number', scheme || ' ' || canonical from record_identifier where canonical is not null
    union
    select record_key, 'contact', canonical from contact_detail where canonical is not null
    union
    select record_key, 'area', says from area
    union
    select record_key, 'relative', says from relative
),

gathered as (
    select
        record_key,
        list(says order by says) filter (where what = 'name') as names,
        list(says order by says) filter (where what = 'number') as numbers,
        list(says order by says) filter (where what = 'contact') as contacts,
        list(says order by says) filter (where what = 'area') as areas,
        list(says order by says) filter (where what = 'relative') as relatives
    from said
    inner join asked using (record_key)
    group by record_key
),

held_with as (
    select mine.record_key, list(others.record_key order by others.record_key) as other_records
    from membership as mine
    inner join asked using (record_key)
    inner join membership as others on others.person_id = mine.person_id and others.record_key <> mine.record_key
    group by mine.record_key
)

select
    record.record_key,
    membership.person_id,
    concat_ws(' ', record.agency, record.dataset, record.extract, 'row', record.source_row) as source,
    gathered.names,
    record.date_of_birth,
    record.dob_precision,
    record.sex,
    record.named_as || ' of ' || coalesce(main_name.name, record.named_in) as named_as,
    gathered.numbers,
    gathered.contacts,
    gathered.areas,
    gathered.relatives,
    person.restricted,
    held_with.other_records
from asked
inner join person_record as record using (record_key)
inner join membership using (record_key)
inner join person using (person_id)
left join main_name on main_name.record_key = record.named_in
left join gathered using (record_key)
left join held_with using (record_key)
order by record.record_key
