-- A record in dispute is nobody's but its own: no weight joins it.
delete from identity_pair
where record_key_a in (select disputed.record_key from disputed where whole)
    or record_key_b in (select disputed.record_key from disputed where whole)
