-- Grain: takes away the telephones and mailboxes that several have who stayed at one withheld place: they would say so.
delete from contact_detail
where (kind, canonical) in (
    select (detail.kind, detail.canonical)
    from contact_detail as detail
    semi join leaving_stay on detail.record_key = leaving_stay.record_key
    where detail.canonical is not null
    group by detail.kind, detail.canonical
    having count(distinct detail.record_key) > 1
)
