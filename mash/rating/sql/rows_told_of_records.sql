-- Grain: one row per record asked about and row of an extract that speaks of it and from which a case may be told something.
with
asked as (
    select unnest($record_keys::json::varchar[]) as record_key
),

told as (
    select
        child_record_key as record_key,
        agency,
        dataset,
        extract,
        source_row,
        false as prison
    from referral
    union all
    select
        referrer_record_key as record_key,
        agency,
        dataset,
        extract,
        source_row,
        false as prison
    from referral
    union all
    select
        child_record_key as record_key,
        agency,
        dataset,
        extract,
        source_row,
        false as prison
    from episode
    union all
    select
        event_role.record_key,
        event.agency,
        event.dataset,
        event.extract,
        event.source_row,
        false as prison
    from event_role
    semi join asked on event_role.record_key = asked.record_key
    inner join event using (event_key)
    where event.kind = 'occurrence' or event.kind = 'licence condition'
    union all
    select
        record_key,
        agency,
        dataset,
        extract,
        source_row,
        kind = 'prison' as prison
    from stay
)

select distinct told.*
from told
semi join asked using (record_key)
order by all
