-- Grain: one row per pair of records that weighs as the same but has a rival: by number (number_rival.sql), or one has no
-- year of birth, fits a record of another age about as well, and these two do not weigh as one person. A father and his son of one name and one house are told apart by age alone.
-- Whoever has a rival is not joined through others without a year of birth either, unless they name one child or partner
-- or one telephone. Told apart in either look is told apart: the second knows more of both, but part of it by supposing
-- which of the two is meant.
create or replace table rival as
with

weighed as (
    select pair.a, pair.b, pair.weight, coalesce(first_weight.weight, $floor::double) as first_weight
    from guarded_pair as pair
    left join first_weight on first_weight.a = pair.a and first_weight.b = pair.b
    where pair.weight >= $possible and pair.veto is null
),

claim as (
    select
        case when a.birth_year is null then pair.a else pair.b end as thin,
        case when a.birth_year is null then pair.b else pair.a end as dated,
        coalesce(a.birth_year, b.birth_year) as birth_year,
        coalesce(a.dob, b.dob) as dob,
        pair.weight,
        pair.first_weight
    from weighed as pair
    inner join linkage_record as a on a.record_id = pair.a
    inner join linkage_record as b on b.record_id = pair.b
    where (a.birth_year is null) <> (b.birth_year is null)
),

rivalled as (
    select distinct one.thin, one.dated
    from claim as one
    inner join claim as other
        on one.thin = other.thin
        and abs(one.birth_year - other.birth_year) > 1
        and one.weight < other.weight + $margin
        and one.first_weight < other.first_weight + $margin
    left join weighed as one_after_all
        on one_after_all.a = least(one.dated, other.dated)
        and one_after_all.b = greatest(one.dated, other.dated)
        and one_after_all.weight >= $join
    where
        one_after_all.a is null
        and not coalesce(hamming(one.dob, other.dob) <= 2 and damerau_levenshtein(one.dob, other.dob) = 1, false)
),

-- a lead that one of the dated person's records has by chance, a slip of the pen in common, is none
rivalled_beside as (
    select distinct claim.thin, claim.dated
    from rivalled
    inner join claim using (thin)
    inner join weighed as one_person
        on one_person.a = least(rivalled.dated, claim.dated)
        and one_person.b = greatest(rivalled.dated, claim.dated)
        and one_person.weight >= $join
    inner join linkage_record as l on l.record_id = claim.thin
    inner join linkage_record as r on r.record_id = claim.dated
    where
        not coalesce(list_has_any(l.kin, r.kin), false)
        and not coalesce(list_has_any(l.phones, r.phones), false)
),

either_end as (
    select a as thin, b as other from weighed
    union all
    select b, a from weighed
),

through_another as (
    select either_end.thin, either_end.other
    from either_end
    semi join rivalled using (thin)
    inner join linkage_record as l on l.record_id = either_end.thin
    inner join linkage_record as r on r.record_id = either_end.other
    where
        r.birth_year is null
        and not coalesce(list_has_any(l.kin, r.kin), false)
        and not coalesce(list_has_any(l.phones, r.phones), false)
)

select distinct least(thin, dated) as a, greatest(thin, dated) as b from rivalled
union
select distinct least(thin, dated), greatest(thin, dated) from rivalled_beside
union
select distinct least(thin, other), greatest(thin, other) from through_another
union
select a, b from number_rival
