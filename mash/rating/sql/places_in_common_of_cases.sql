-- Grain: one row per case asked for, flagged adult, one of the child's own people and outward code in which both stayed at
-- one time, with the rows of the stays; only cases where that is so in two post areas or more.
-- Who is restricted or in a refuge, and whoever lives with them, gives no place away; a prison is nobody's choice of place.
with
family as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($person_ids::json::varchar[]) as person_id
),

flagged as (
    select
        unnest($flagged_case_ids::json::varchar[]) as case_id,
        unnest($flagged_ids::json::varchar[]) as person_id
),

wanted as (
    select person_id from family
    union
    select person_id from flagged
),

stayed as materialized (
    select
        membership.person_id,
        stay.*
    from wanted
    inner join membership using (person_id)
    inner join stay using (record_key)
    inner join person using (person_id)
    where
        stay.outcode is not null
        and stay.kind not in ('refuge', 'prison')
        and not person.restricted
        and coalesce(stay.to_date >= stay.from_date, true)
        and coalesce(stay.from_date <= $as_of::date, true)
),

withheld as (
    select distinct stay.dwelling_key
    from stay
    semi join stayed using (dwelling_key)
    inner join membership using (record_key)
    inner join person using (person_id)
    where person.restricted or stay.kind = 'refuge'
),

lived as (
    select
        person_id,
        outcode,
        regexp_extract(outcode, '^[A-Z]+') as area,
        -- a stay without a start claims no more than its last known day
        coalesce(from_date, to_date, $as_of::date) as starts_on,
        least(coalesce(to_date, $as_of::date), $as_of::date) as ends_on,
        {
            'agency': agency,
            'dataset': dataset,
            'extract': extract,
            'source_row': source_row,
            'from_date': from_date,
            'to_date': to_date
        } as evidence
    from stayed
    anti join withheld using (dwelling_key)
)

select
    flagged.case_id,
    flagged.person_id,
    family.person_id as with_person,
    theirs.outcode,
    theirs.area,
    any_value(outcode_authority.authority) as authority,
    min(greatest(theirs.starts_on, own.starts_on)) as from_date,
    max(least(theirs.ends_on, own.ends_on)) as to_date,
    list_sort(list_distinct(list(theirs.evidence) || list(own.evidence))) as evidence
from flagged
inner join family using (case_id)
inner join lived as theirs on flagged.person_id = theirs.person_id
inner join lived as own
    on family.person_id = own.person_id
    and theirs.outcode = own.outcode
    and theirs.starts_on <= own.ends_on
    and own.starts_on <= theirs.ends_on
left join outcode_authority on theirs.outcode = outcode_authority.outcode
where flagged.person_id <> family.person_id
group by flagged.case_id, flagged.person_id, family.person_id, theirs.outcode, theirs.area
qualify count(distinct theirs.area) over (partition by flagged.case_id) > 1
order by flagged.case_id, flagged.person_id, family.person_id, theirs.outcode
