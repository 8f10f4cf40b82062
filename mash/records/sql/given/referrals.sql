-- Grain: one row per referral in the hub's ledger, in the form of an agency's dataset; its extract is the day it came.
create or replace table source.hub.referrals as
with given as (
    select unnest(
        from_json(
            $rows,
            '[{"case_id": "varchar", "received_at": "timestamp", "child_record_key": "varchar",
               "child_forenames": "varchar", "child_surname": "varchar", "child_date_of_birth": "date",
               "child_sex": "varchar", "child_postcode": "varchar", "source_code": "varchar", "concern": "varchar",
               "narrative": "varchar", "initial_rating": "varchar"}]'
        ),
        recursive := true
    )
)

select
    *,
    received_at::date::varchar as _extract,
    row_number() over (partition by received_at::date order by case_id) as _row
from given
