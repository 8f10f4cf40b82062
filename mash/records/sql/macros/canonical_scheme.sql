-- The scheme of an identifier as one lower-case word; the usual names of the known schemes are one.
create or replace macro canonical_scheme(given) as
    list_transform(
        [regexp_replace(lower(trim(given)), '[^a-z0-9]+', '_', 'g')],
        lambda scheme : case
            when scheme in ('nhs', 'nhs_number', 'nhs_no') then 'nhs'
            when scheme in ('upn', 'former_upn', 'unique_pupil_number') then 'upn'
            when scheme in ('pnc', 'pnc_id', 'pncid', 'pnc_number') then 'pnc'
            when scheme in ('cro', 'cro_number', 'cro_no') then 'cro'
            when scheme in ('crn', 'crn_number') then 'crn'
            when scheme in ('noms', 'noms_number', 'noms_id', 'prison_number') then 'noms'
            else scheme
        end
    )[1]
