-- Grain: takes from identity_pair the pairs of records of two sealed identities: nothing says that they were compared.
delete from identity_pair
where (record_key_a, record_key_b) in (
    select (sealed.one, sealed.other)
    from (select unnest($one::varchar[]) as one, unnest($other::varchar[]) as other) as sealed
)
