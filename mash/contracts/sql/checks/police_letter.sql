-- The check letter of a PNC id or CRO number, from its digits as one number, modulo 23 (sources.md D1).
create or replace macro police_letter(digits) as
    substr('ZABCDEFGHJKLMNPQRTUVWXY', (try_cast(digits as bigint) % 23)::integer + 1, 1)
