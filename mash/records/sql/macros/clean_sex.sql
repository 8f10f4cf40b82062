-- M or F; null when unknown or not specified.
create or replace macro clean_sex(given) as
    case upper(left(trim(given), 1)) when 'M' then 'M' when 'F' then 'F' end
