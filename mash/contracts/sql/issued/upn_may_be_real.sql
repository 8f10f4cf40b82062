-- A UPN of an establishment below 9000, the numbers that schools have (DfE; sources.md D11 and D18).
create or replace macro upn_may_be_real(given) as is_upn(given) and substr(given, 5, 1) <> '9'
