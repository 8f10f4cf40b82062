-- Grain: takes away the events in which nobody has a part but those who leave.
delete from event
where
    event_key in (select event_role.event_key from event_role semi join leaving using (record_key))
    and event_key not in (select event_role.event_key from event_role anti join leaving using (record_key))
