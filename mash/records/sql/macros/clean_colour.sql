-- RED, AMBER or GREEN; null when not rated or in a word of another scale. A fourth level, blue (universal services
-- suffice; sources.md P3, P5), lies below green, the lowest that is kept.
create or replace macro clean_colour(given) as
    case upper(trim(given))
        when 'RED' then 'RED' when 'R' then 'RED'
        when 'AMBER' then 'AMBER' when 'A' then 'AMBER'
        when 'GREEN' then 'GREEN' when 'G' then 'GREEN'
        when 'BLUE' then 'GREEN' when 'B' then 'GREEN'
    end
