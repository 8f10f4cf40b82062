-- What the last character of a UPN counts: a digit itself, a letter (a temporary UPN) its place from A, 0 (DfE; sources.md D11).
create or replace macro upn_value(last) as
    coalesce(try_cast(last as integer), strpos('ABCDEFGHJKLMNPQRTUVWXYZ', last) - 1)
