-- Grain: one row per row of an extract of which the one shape holds anything.
select agency, dataset, source_row from person_record
union
select agency, dataset, source_row from stay
union
select agency, dataset, source_row from event
union
select split_part(event_key, ':', 1) as agency, dataset, source_row from event_role
union
select agency, dataset, source_row from declared_relationship
union
select agency, dataset, source_row from flag
union
select agency, dataset, source_row from referral
union
select agency, dataset, source_row from episode
