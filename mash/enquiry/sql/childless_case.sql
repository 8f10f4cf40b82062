-- Grain: one row per referral open as of the run whose child no agency sent a record of.
select
    r.case_id,
    r.initial_rating,
    r.received_at,
    r.concern,
    r.source_code
from referral as r
cross join run
anti join membership as m on m.record_key = r.child_record_key
where r.received_at::date <= run.as_of and (r.closed_on is null or r.closed_on > run.as_of)
order by r.case_id
