-- An identifier in the canonical form of its canonical scheme. A partner's own scheme has no rule but one: a value
-- without a digit from 1 to 9 (NONE, N/A, 0000) identifies nobody.
create or replace macro canonical_identifier(scheme, given, current_year) as
    case scheme
        when 'nhs' then canonical_nhs(given)
        when 'upn' then canonical_upn(given)
        when 'pnc' then canonical_pnc(given, current_year)
        when 'cro' then canonical_cro(given)
        when 'crn' then canonical_crn(given)
        when 'noms' then canonical_noms(given)
        else unless_empty(regexp_extract(upper(trim(given)), '^.*[1-9].*$'))
    end
