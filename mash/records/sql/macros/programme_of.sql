-- What a licence condition or requirement says of a programme for those who abuse a partner: `programme`, `programme
-- refused`, or null when it names none. Names: Building Better Relationships and Building Choices (HMPPS), those they
-- replaced (IDAP, CDVP), Caring Dads, Drive, and the plain words; refusal in the words probation closes one with [K].
create or replace macro programme_of(condition) as
    list_transform(
        [trim(regexp_replace(upper(condition), '[^A-Z0-9]+', ' ', 'g'))],
        lambda words : case
            when regexp_matches(
                words,
                '\b(?:BUILDING BETTER RELATIONSHIPS|BBR|BUILDING CHOICES|IDAP|CDVP|CARING DADS|DRIVE PROGRAMME|DV?APP)\b'
                || '|\b(?:DOMESTIC (?:ABUSE|VIOLENCE)|PERPETRATORS?|HEALTHY RELATIONSHIPS?)\b.*\b(?:PROGRAMME|COURSE|GROUP)\b'
            ) then if(
                regexp_matches(
                    words,
                    '\b(?:REFUS\w+|DECLIN\w+|WITHDREW|WITHDRAWN|REMOVED|DESELECTED|(?:DID|WILL|DOES|HAS|HAVE) NOT|FAILED TO)\b'
                ),
                'programme refused',
                'programme'
            )
        end
    )[1]
