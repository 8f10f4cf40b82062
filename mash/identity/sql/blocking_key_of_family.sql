-- Grain: one row per record and key of the blocking rules whose keys the family lends, and lends anew after the first look.
insert into blocking_key
with

record as (
    select
        linkage_record.record_id,
        linkage_record.forename_sounds,
        linkage_record.surname_sounds,
        linkage_record.forename_roots,
        linkage_record.first_names,
        linkage_record.surname_tokens,
        list_distinct(
            list_concat(
                coalesce(linkage_record.postcodes, []),
                coalesce(linkage_wide.kin_postcodes, linkage_record.kin_postcodes, [])
            )
        ) as family_postcodes,
        list_distinct(
            list_concat(
                coalesce(linkage_record.outcodes, linkage_record.localities, []),
                coalesce(linkage_wide.kin_outcodes, linkage_record.kin_outcodes, [])
            )
        ) as family_outcodes,
        list_concat(
            coalesce(linkage_wide.kin, linkage_record.kin, []),
            coalesce(linkage_wide.associates, linkage_record.associates, [])
        ) as kin
    from linkage_record
    left join linkage_wide using (record_id)
),

keyed (position, record_id, key) as (
    select 16, r.record_id, f.sound || ' ' || s.sound || ' ' || o.outcode
    from
        record as r,
        unnest(r.forename_sounds) as f (sound),
        unnest(r.surname_sounds) as s (sound),
        unnest(r.family_outcodes) as o (outcode)
    union all
    select 17, r.record_id, f.root || ' ' || p.postcode
    from record as r, unnest(r.forename_roots) as f (root), unnest(r.family_postcodes) as p (postcode)
    union all
    select 18, r.record_id, left(f.first_name, 1) || ' ' || s.surname || ' ' || p.postcode
    from
        record as r,
        unnest(r.first_names) as f (first_name),
        unnest(r.surname_tokens) as s (surname),
        unnest(r.family_postcodes) as p (postcode)
    union all
    select 19, record_id, unnest(kin) from record
)

select distinct position, record_id, hash(position, key) as key_hash
from keyed
where key is not null and key <> ''
