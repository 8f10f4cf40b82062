-- Grain: takes from the events the free text that would tell what leaves, and the postcode of a withheld place.
update event
set
    summary = if(
        exists (
            select 1
            from leaving_word as word
            where
                contains(replace(folded(event.summary), ' ', ''), word.one)
                and coalesce(contains(replace(folded(event.summary), ' ', ''), word.other), true)
        ),
        null,
        summary
    ),
    postcode = if(replace(postcode, ' ', '') in (select one from leaving_word where other is null), null, postcode)
where summary is not null or postcode is not null
