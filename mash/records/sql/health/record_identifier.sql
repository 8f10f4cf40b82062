-- Grain: one row per patient with an NHS number. One that tracing contradicts (status 04 no or multiple match,
-- 05 conflict; PDS, sources.md D15) is kept raw and never links.
insert into record_identifier by name
select
    $agency || ':' || local_patient_id as record_key,
    'nhs' as scheme,
    nhs_number as raw,
    case when coalesce(nhs_number_status, '') not in ('04', '05') then canonical_nhs(nhs_number) end as canonical
from patients
where trim(nhs_number) <> ''
