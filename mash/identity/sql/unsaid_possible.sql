-- Grain: takes from possible_identity the pairs of persons who are two sealed identities of one.
delete from possible_identity
where (person_a, person_b) in (select (sealed_pair.person_a, sealed_pair.person_b) from sealed_pair)
