-- Grain: one row per dated fact and person asked about: events, referrals, episodes, stays, flags, as sent.
with
asked as (
    select unnest($persons::json::varchar[]) as person_id
),

record as (
    select
        membership.record_key,
        membership.person_id,
        person.restricted
    from membership
    semi join asked using (person_id)
    inner join person using (person_id)
),

-- Whoever lives with a restricted person gives the place away.
withheld as (
    select distinct stay.dwelling_key
    from stay
    inner join membership using (record_key)
    inner join person using (person_id)
    where stay.dwelling_key is not null and (person.restricted or stay.kind = 'refuge')
),

events as (
    select
        event.occurred_on as on_date,
        event.ended_on as until_date,
        record.person_id,
        event.kind,
        concat_ws(', ', event.category, 'as ' || event_role.role, 'graded ' || event.grade, event.outcome) as says,
        event.summary as detail,
        event.agency,
        event_role.dataset,
        event_role.extract,
        event_role.source_row
    from record
    inner join event_role using (record_key)
    inner join event using (event_key)
),

referrals as (
    select
        referral.received_at::date as on_date,
        referral.closed_on as until_date,
        record.person_id,
        'referral' as kind,
        concat_ws(
            ', ', referral.case_id, 'concern ' || referral.concern, 'rated ' || referral.initial_rating, referral.outcome
        ) as says,
        referral.narrative as detail,
        referral.agency,
        referral.dataset,
        referral.extract,
        referral.source_row
    from record
    inner join referral on record.record_key = referral.child_record_key
),

episodes as (
    select
        episode.from_date as on_date,
        episode.to_date as until_date,
        record.person_id,
        'episode' as kind,
        concat_ws(', ', episode.episode_type, episode.category, episode.closure_reason) as says,
        null::varchar as detail,
        episode.agency,
        episode.dataset,
        episode.extract,
        episode.source_row
    from record
    inner join episode on record.record_key = episode.child_record_key
),

stays as (
    select
        coalesce(stay.from_date, stay.to_date) as on_date,
        stay.to_date as until_date,
        record.person_id,
        'stay' as kind,
        stay.kind || case
            when record.restricted or stay.kind = 'refuge' or withheld.dwelling_key is not null then ', address restricted'
            else coalesce(', ' || stay.address, '')
        end as says,
        null::varchar as detail,
        stay.agency,
        stay.dataset,
        stay.extract,
        stay.source_row
    from record
    inner join stay using (record_key)
    left join withheld on withheld.dwelling_key = stay.dwelling_key
),

flags as (
    select
        flag.valid_from as on_date,
        flag.valid_to as until_date,
        record.person_id,
        'flag' as kind,
        concat_ws(', ', flag.scheme, flag.category, flag.level, flag.kind, flag.status) as says,
        null::varchar as detail,
        flag.agency,
        flag.dataset,
        flag.extract,
        flag.source_row
    from record
    inner join flag using (record_key)
),

facts as (
    select * from events
    union all
    select * from referrals
    union all
    select * from episodes
    union all
    select * from stays
    union all
    select * from flags
)

select distinct *
from facts
where on_date <= $as_of::date
order by on_date, kind, person_id, agency, dataset, extract, source_row, says
