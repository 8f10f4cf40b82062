-- Grain: one row per referral and record it names, the child's or the referrer's, with the number of the other.
create or replace table desk.referral as
with ends as (
    select
        child.person_no as child_no,
        teller.person_no as teller_no,
        referral.*
    from referral
    left join record_number as child on referral.child_record_key = child.record_key
    left join record_number as teller on referral.referrer_record_key = teller.record_key
)

select
    child_no as person_no,
    teller_no as other_no,
    * exclude (child_no, teller_no)
from ends
union all
select
    teller_no as person_no,
    child_no as other_no,
    * exclude (child_no, teller_no)
from ends
where teller_no is not null and teller_no is distinct from child_no
order by person_no, case_id
