-- Grain: one row per scored record and dimension: the group it belongs to. Bands of age as the children's statistics have.
create or replace table record_group as
with

described as (
    select
        scored_record.record_key,
        scored_record.agency,
        scored_record.named_only,
        persons.*,
        date_sub('year', persons.date_of_birth, $as_of::date) as age
    from scored_record
    inner join truth.persons on scored_record.true_person_id = persons.person_id
)

select record_key, 'all' as dimension, 'everyone' as value from described
union all
select record_key, 'ethnicity', coalesce(nullif(ethnicity_code, ''), 'NS') from described
union all
select record_key, 'naming community', community from described
union all
select
    record_key,
    'age',
    case
        when date_of_birth is null then 'unborn'
        when age < 1 then 'under 1'
        when age < 5 then '1-4'
        when age < 10 then '5-9'
        when age < 16 then '10-15'
        when age < 18 then '16-17'
        when age < 30 then '18-29'
        when age < 50 then '30-49'
        when age < 65 then '50-64'
        else '65 and over'
    end
from described
union all
select record_key, 'sex', sex from described
union all
select record_key, 'no fixed abode', case when no_fixed_abode then 'yes' else 'no' end from described
union all
select record_key, 'twin', case when is_twin then 'yes' else 'no' end from described
union all
select record_key, 'adopted', case when adopted then 'yes' else 'no' end from described
union all
select record_key, 'record', case when named_only then 'named only inside another' else 'of their own' end from described
union all
select record_key, 'agency', agency from described
