-- Grain: marks whoever stayed at a withheld place as one whose whereabouts are never shown: a school or clinic tells too.
update person_record
set restricted = true
where record_key in (select leaving_stay.record_key from leaving_stay)
