-- Grain: takes from the referrals the narrative that would tell what leaves, and the referrer who does.
update referral
set
    narrative = if(
        exists (
            select 1
            from leaving_word as word
            where
                contains(replace(folded(referral.narrative), ' ', ''), word.one)
                and coalesce(contains(replace(folded(referral.narrative), ' ', ''), word.other), true)
        ),
        null,
        narrative
    ),
    referrer_record_key = if(
        referrer_record_key in (select leaving.record_key from leaving), null, referrer_record_key
    )
where narrative is not null or referrer_record_key is not null
