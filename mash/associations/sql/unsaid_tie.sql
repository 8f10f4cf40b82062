-- Grain: takes from tie those of two sealed identities of one person: a home they both stayed in, say.
delete from tie
where (person_a, person_b) in (select (sealed_pair.person_a, sealed_pair.person_b) from sealed_pair)
