-- Grain: leaves out of relationships that two live together, where one of them stayed at a withheld place.
update declared_relationship
set lives_together = null
where
    record_key_a in (select leaving_stay.record_key from leaving_stay)
    or record_key_b in (select leaving_stay.record_key from leaving_stay)
