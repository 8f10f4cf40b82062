-- The kind of a stay (the contracts' address_type); a home where the agency does not say, other where its word is unknown.
create or replace macro stay_kind(address_type, line_1) as
    list_transform(
        [regexp_replace(lower(trim(address_type)), '[^a-z]+', ' ', 'g')],
        lambda word : case
            when says_no_fixed_abode(line_1) then 'no fixed abode'
            when word is null or word = '' then 'home'
            when word in (
                'home', 'main', 'bail', 'prison', 'approved premises', 'hostel', 'refuge', 'no fixed abode', 'other'
            ) then word
            when word in ('current', 'permanent', 'residential') then 'home'
            when word in ('hmp', 'custody', 'yoi') then 'prison'
            when word in ('ap', 'approved premise') then 'approved premises'
            when word = 'nfa' then 'no fixed abode'
            else 'other'
        end
    )[1]
