-- First day of a school term such as `2025-26 autumn` (September, January, April; School Census terms). Null when no year
-- is given.
create or replace macro term_start(term) as
    list_transform(
        [try_cast(regexp_extract(term, '\d{4}') as int)],
        lambda starts : case
            when starts is null then null
            when regexp_matches(lower(term), 'spring') then make_date(starts + 1, 1, 1)
            when regexp_matches(lower(term), 'summer') then make_date(starts + 1, 4, 1)
            else make_date(starts, 9, 1)
        end
    )[1]
