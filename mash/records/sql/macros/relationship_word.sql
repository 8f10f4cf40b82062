-- A stated relationship as one word of the contracts' list, read as "the other is … of this one"; `of` is dropped. Beyond
-- that list: grandchild, step-child, niece or nephew, cared for, family, co-defendant. A parent's partner is a
-- step-parent. What is not known is `other`; null stays null.
create or replace macro relationship_word(given) as
    list_transform(
        [trim(regexp_replace(
            regexp_replace(regexp_replace(lower(trim(given)), '[''’]', '', 'g'), '[^a-z]+', ' ', 'g'),
            '^(?:is |the )+| (?:of|to)$', '', 'g'
        ))],
        lambda word : case
            when word is null or word = '' then null
            when regexp_full_match(
                word, '(?:mother|mum|father|dad|parent)s (?:partner|boyfriend|girlfriend|husband|wife|fiancee?)'
            ) then 'step-parent'
            when regexp_full_match(word, 'step ?(?:parent|mother|father|mum|dad)') then 'step-parent'
            when regexp_full_match(word, 'step ?(?:child|son|daughter)') then 'step-child'
            when regexp_full_match(word, '(?:birth |biological |natural |adoptive )?(?:mother|mum|mam|mummy|mom)')
                then 'mother'
            when regexp_full_match(word, '(?:birth |biological |natural |adoptive )?(?:father|dad|daddy)') then 'father'
            when word in ('parent', 'birth parent', 'adoptive parent') then 'parent'
            when word in ('child', 'son', 'daughter', 'adopted child') then 'child'
            when regexp_full_match(word, 'half ?(?:sibling|brother|sister)') then 'half-sibling'
            when regexp_full_match(word, '(?:step |foster |twin )?(?:sibling|brother|sister)|twin') then 'sibling'
            when regexp_full_match(
                word, '(?:ex|former|estranged|previous) ?(?:partner|husband|wife|spouse|boyfriend|girlfriend|cohabitant)'
            ) then 'ex-partner'
            when word in (
                'partner', 'husband', 'wife', 'spouse', 'civil partner', 'boyfriend', 'girlfriend', 'fiance', 'fiancee',
                'cohabitant', 'cohabitee', 'cohabiting partner', 'lives with as partner'
            ) then 'partner'
            when regexp_full_match(
                word,
                '(?:maternal |paternal |great )?(?:grand ?(?:parent|mother|father|ma|pa|dad|mum)|gran|granny|nan|nana)'
            ) then 'grandparent'
            when regexp_full_match(word, '(?:great )?grand ?(?:child|son|daughter)') then 'grandchild'
            when regexp_full_match(
                word, '(?:maternal |paternal |great )?(?:aunt or uncle|aunt|aunty|auntie|uncle)'
            ) then 'aunt or uncle'
            when word in ('niece or nephew', 'niece', 'nephew') then 'niece or nephew'
            when word = 'cousin' then 'cousin'
            when regexp_full_match(
                word, '(?:foster |kinship |main |young )?(?:carer|caregiver)|(?:legal |special )?guardian|foster parent'
            ) then 'carer'
            when word in ('cared for', 'cared for by', 'ward', 'foster child') then 'cared for'
            when word in ('family', 'family member', 'relative', 'other family', 'other relative') then 'family'
            when word in ('friend', 'family friend') then 'friend'
            when word = 'associate' then word
            when word in ('co defendant', 'codefendant', 'co accused', 'co offender') then 'co-defendant'
            else 'other'
        end
    )[1]
