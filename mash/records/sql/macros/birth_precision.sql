-- How exactly a cleaned date of birth is known: 1 January is what is entered when only the year is (sources.md D4).
create or replace macro birth_precision(born) as
    case
        when born is null then null
        when month(born::date) = 1 and day(born::date) = 1 then 'year'
        else 'day'
    end
