-- Only of whom may be read: a record that is withheld from readers is not told of by a dispute.
delete from disputed
where record_key not in (select person_record.record_key from person_record)
