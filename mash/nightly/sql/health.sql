-- Grain: one row per figure and subject, beside what it was in the run before. Shares are 0 to 1. `counted` is out of how
-- many: a share of few says little. No value is null; no row stands for a figure that has nothing to be counted of.
create or replace table health as
with

whole as (
    select
        'all agencies' as agency,
        coalesce(sum(records), 0) as records,
        coalesce(sum(with_date_of_birth), 0) as with_date_of_birth,
        coalesce(sum(with_postcode), 0) as with_postcode,
        coalesce(sum(with_nhs_number), 0) as with_nhs_number
    from completeness
),

sent as (
    from completeness
    union all by name
    from whole
),

size as (
    select max(records) as largest, avg(records) as mean, count(*) as persons from person
),

figure as (
    select 'records' as figure, agency as subject, records as counted, records as amount from sent
    union all
    select 'date of birth', agency, records, with_date_of_birth / nullif(records, 0) from sent
    union all
    select 'postcode', agency, records, with_postcode / nullif(records, 0) from sent
    union all
    select 'NHS number', agency, records, with_nhs_number / nullif(records, 0) from sent
    union all
    select 'pairs', rule, pairs, pairs from blocking_report
    union all
    select 'pairs', 'all rules', sum(pairs), sum(pairs) from blocking_report
    union all
    select 'records left out of a block', rule, skipped_records, skipped_records from blocking_report
    where skipped_records > 0
    union all
    select 'largest person', 'records', persons, largest from size
    union all
    select 'records to a person', 'mean', persons, mean from size
    union all
    select 'ids', kind, persons, ids / nullif(persons, 0) from id_churn
    union all
    select 'cases a join brought a flag into', 'cases', count(*), (select count(distinct case_id) from flag_join)
    from case_before
    having count(*) > 0
)

select
    figure.figure,
    figure.subject,
    figure.counted::bigint as counted,
    figure.amount::double as value,
    health_before.value as before
from figure
left join health_before using (figure, subject)
where figure.amount is not null
order by figure.figure, figure.subject
