-- A name as words: letters only, single spaces, apostrophes dropped, MC DONALD as MCDONALD, titles and migration
-- marks dropped (marks: MoJ person-match data cleaning, sources.md D4). Null when nothing is left.
create or replace macro clean_name(given) as
    unless_empty(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    trim(regexp_replace(folded(given), '[^\p{L}\p{M}]+', ' ', 'g')), '(^| )(?:MC )+(\p{L})', '\1MC\2', 'g'
                ),
                '^(?:(?:MIG ERROR|NO SHOW|DUPLICATE|NOT ENTERED)(?: |$)'
                || '|(?:MR|MRS|MS|MISS|MX|MASTER|DR|REV|PROF|SIR|DAME) )+',
                ''
            ),
            '(?:(?:^| )(?:MIG ERROR|NO SHOW|DUPLICATE|NOT ENTERED))+$',
            ''
        )
    )
