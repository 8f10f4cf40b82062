-- Grain: one row per case of a child who is still withheld.
create or replace temp table gone_case as
select distinct referral.case_id
from referral
inner join gone_record on referral.child_record_key = gone_record.record_key
