-- Grain: takes from person_link the pairs of records that were refused between two sealed identities of one person.
delete from person_link
where (record_key_a, record_key_b) in (
    select (one.record_key, other.record_key)
    from sealed_pair
    inner join membership as one on sealed_pair.person_a = one.person_id
    inner join membership as other on sealed_pair.person_b = other.person_id
    union all
    select (other.record_key, one.record_key)
    from sealed_pair
    inner join membership as one on sealed_pair.person_a = one.person_id
    inner join membership as other on sealed_pair.person_b = other.person_id
)
