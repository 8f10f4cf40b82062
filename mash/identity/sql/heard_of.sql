-- Grain: one row, if the run holds anything of any of the pairs of record numbers asked for: compared, or in one person.
-- Of two sealed identities it holds nothing, whichever of their records were compared.
with asked as (
    select
        a.record_key as record_key_a,
        b.record_key as record_key_b
    from (select unnest($a::bigint[]) as a, unnest($b::bigint[]) as b) as pair
    inner join linkage_record as a on a.record_id = pair.a
    inner join linkage_record as b on b.record_id = pair.b
)

select 1 as heard
from asked
inner join identity_pair as held
    on least(asked.record_key_a, asked.record_key_b) = held.record_key_a
    and greatest(asked.record_key_a, asked.record_key_b) = held.record_key_b
inner join membership as whose_a on asked.record_key_a = whose_a.record_key
inner join membership as whose_b on asked.record_key_b = whose_b.record_key
anti join sealed_pair
    on least(whose_a.person_id, whose_b.person_id) = sealed_pair.person_a
    and greatest(whose_a.person_id, whose_b.person_id) = sealed_pair.person_b
union all
select 1 as heard
from asked
inner join membership as one on asked.record_key_a = one.record_key
inner join membership as other on asked.record_key_b = other.record_key and one.person_id = other.person_id
limit 1
