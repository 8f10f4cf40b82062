-- Grain: one row per referral in the hub's ledger, in the form of an agency's dataset; its extract is the day it came.
create or replace table source.hub.referrals as
with given as (
    select
        unnest($case_id::varchar[]) as case_id,
        unnest($received_at::timestamp[]) as received_at,
        unnest($child_record_key::varchar[]) as child_record_key,
        unnest($child_forenames::varchar[]) as child_forenames,
        unnest($child_surname::varchar[]) as child_surname,
        unnest($child_date_of_birth::date[]) as child_date_of_birth,
        unnest($child_sex::varchar[]) as child_sex,
        unnest($child_postcode::varchar[]) as child_postcode,
        unnest($source_code::varchar[]) as source_code,
        unnest($concern::varchar[]) as concern,
        unnest($narrative::varchar[]) as narrative,
        unnest($initial_rating::varchar[]) as initial_rating
)

select
    *,
    received_at::date::varchar as _extract,
    row_number() over (partition by received_at::date order by case_id) as _row
from given
