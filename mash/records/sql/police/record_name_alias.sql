-- Grain: one row per nominal and distinct alias other than the current name.
-- Sifted after the grouping: DuckDB would push an earlier filter down and clean every name again for it.
insert into record_name by name
with given as (
    select
        nominal_ref,
        forenames as current_forenames,
        surname as current_surname,
        unnest(aliases) as alias
    from nominals
    where len(aliases) > 0
),

cleaned as (
    select
        nominal_ref,
        raw_name(alias_forenames(alias), alias_surname(alias)) as raw,
        clean_forenames(alias_forenames(alias)) as forenames,
        clean_surname(alias_surname(alias)) as surname,
        clean_forenames(current_forenames) as current_forenames,
        clean_surname(current_surname) as current_surname
    from given
)

select
    $agency || ':' || nominal_ref as record_key,
    'alias' as kind,
    forenames,
    surname,
    min(raw) as raw
from cleaned
group by nominal_ref, forenames, surname
having coalesce(min(forenames), min(surname)) is not null
    and (min(forenames), min(surname)) is distinct from (min(current_forenames), min(current_surname))
