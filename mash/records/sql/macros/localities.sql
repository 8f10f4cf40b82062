-- What is told of where an address is besides its postcode: the town, and a postcode that is none of ours (another
-- country's, or misspelt), as `PC …`. Placeholders of no fixed abode and of the NHS (ZZ99) tell nothing. Null when there is
-- neither.
create or replace macro localities(town, postcode) as
    list_transform(
        [[
            unless_empty(
                regexp_replace(
                    trim(regexp_replace(folded(town), '[^A-Z0-9]+', ' ', 'g')),
                    '^(?:NO FIXED .*|N ?F ?A|(?:ADDRESS |TOWN )?(?:UNKNOWN|NOT KNOWN)|N A|NONE|TBC|X+)$', ''
                )
            ),
            'PC ' || nullif(
                regexp_replace(
                    if(
                        canonical_postcode(postcode) is null,
                        upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')),
                        ''
                    ),
                    '^(?:NF1.*|ZZ99.*|UNKNOWN|NOTKNOWN|NFA|NONE|NA|TBC|X+)$', ''
                ),
                ''
            )
        ]],
        lambda told : if(told[1] is null and told[2] is null, null, list_filter(told, lambda each : each is not null))
    )[1]
