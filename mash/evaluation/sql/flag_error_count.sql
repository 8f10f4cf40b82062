-- Grain: one row per dimension and group of children: cases, flagged adults expected, missed and false, wrong colours.
with

expected as (
    select case_id, count(*) as adults from flagged_adult where source = 'reference' group by case_id
),

wrong as (
    select
        case_id,
        count(*) filter (error = 'missed') as missed,
        count(*) filter (error = 'missed' and possible) as missed_as_possible,
        count(*) filter (error = 'false') as false_shown
    from flag_error
    group by case_id
)

select
    record_group.dimension,
    record_group.value,
    count(*) as cases,
    coalesce(sum(expected.adults), 0)::bigint as expected,
    coalesce(sum(wrong.missed), 0)::bigint as missed,
    coalesce(sum(wrong.missed_as_possible), 0)::bigint as missed_as_possible,
    coalesce(sum(wrong.false_shown), 0)::bigint as false_shown,
    count(*) filter (case_compared.expected <> case_compared.proposed) as wrong_colour
from case_compared
inner join record_group on case_compared.child_record_key = record_group.record_key
left join expected using (case_id)
left join wrong using (case_id)
group by record_group.dimension, record_group.value
