-- An address for showing, without its postcode.
create or replace macro one_line(line_1, line_2, town) as
    unless_empty(
        concat_ws(', ', unless_empty(trim(line_1)), unless_empty(trim(line_2)), unless_empty(trim(town)))
    )
