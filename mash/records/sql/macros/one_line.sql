-- An address for showing, without its postcode.
create or replace macro one_line(line_1, line_2, town) as
    nullif(concat_ws(', ', nullif(trim(line_1), ''), nullif(trim(line_2), ''), nullif(trim(town), '')), '')
