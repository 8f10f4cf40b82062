-- The check letter of a PNC id or CRO number: its digits modulo 23 (sources.md D1).
create or replace macro police_check_letter(digits) as
    substr('ZABCDEFGHJKLMNPQRTUVWXY', (try_cast(digits as bigint) % 23)::int + 1, 1)
