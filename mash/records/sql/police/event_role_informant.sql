-- Grain: one row per occurrence reported by a nominal who has no role in it of their own.
insert into event_role by name
select
    concat_ws(':', $agency, 'occurrences', occurrence_ref) as event_key,
    $agency || ':' || reported_by_nominal_ref as record_key,
    'informant' as role,
    'occurrences' as dataset,
    _extract as extract,
    _row as source_row
from occurrences
where trim(reported_by_nominal_ref) <> ''
    and not exists (
        from occurrence_roles as cast_in
        where cast_in.occurrence_ref = occurrences.occurrence_ref
            and cast_in.nominal_ref = occurrences.reported_by_nominal_ref
    )
