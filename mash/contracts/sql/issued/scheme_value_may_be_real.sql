-- An identifier with its scheme before it, where the scheme is one with ranges of its own.
create or replace macro scheme_value_may_be_real(given) as
    list_transform(
        [trim(regexp_replace(given, '^[^:]*:', ''))],
        lambda identifier : case issued_scheme(given)
            when 'nhs' then nhs_may_be_real(identifier)
            when 'upn' then upn_may_be_real(identifier)
            when 'pnc' then pnc_may_be_real(identifier)
            when 'cro' then cro_may_be_real(identifier)
            else false
        end
    )[1]
