-- Grain: one row per agency and field, with how many values were given and how many of them can never link anyone.
insert into record_quality by name
with measured as (
    select split_part(record_key, ':', 1) as agency, 'identifier ' || scheme as field, canonical is null as unusable
    from record_identifier
    union all
    select split_part(record_key, ':', 1) as agency, 'contact ' || kind as field, canonical is null as unusable
    from contact_detail
    union all
    select agency, 'date of birth' as field, date_of_birth is null as unusable
    from person_record
    union all
    select split_part(record_key, ':', 1) as agency, 'forenames' as field, forenames is null as unusable
    from record_name
    where kind = 'current'
    union all
    select split_part(record_key, ':', 1) as agency, 'surname' as field, surname is null as unusable
    from record_name
    where kind = 'current'
    union all
    select agency, 'dwelling' as field, dwelling_key is null as unusable
    from stay
)

select agency, field, count(*) as given, count(*) filter (where unusable) as unusable
from measured
group by agency, field
order by agency, field
