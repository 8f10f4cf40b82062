-- Last day of a school term, as `term_start`.
create or replace macro term_end(term) as
    case month(term_start(term))
        when 9 then make_date(year(term_start(term)), 12, 31)
        when 1 then make_date(year(term_start(term)), 3, 31)
        when 4 then make_date(year(term_start(term)), 7, 31)
    end
