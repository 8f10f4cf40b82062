-- Grain: one row per blocking rule, in the order in which a pair is credited. Two records are compared when they share a
-- key under a rule; a block of more records than its cap is left out and reported. Keys: blocking_key.sql. A rule of_undated
-- compares two records only where one has no year of birth: rules with a birthday find the others. Of_near_births: two that
-- have one only where they were born within a year of each other, or on one day and month. The keys of a rule
-- of_family may be lent by relatives, and are made again after the first look. A rule
-- for a short_list is left out of a hub of more records: there its blocks hold a few records by chance alone.
create or replace temp table blocking_rule as
select
    position,
    rule,
    case when short_list and records > $short_list then 0 else cap end as cap,
    of_undated,
    of_near_births,
    of_family,
    why
from (
    values
    (1, 'nhs number', 100, false, false, false, false, 'sure but for a keying error'),
    (2, 'pupil number', 100, false, false, false, false, 'sure but for a keying error; former ones too'),
    (3, 'police number', 100, false, false, false, false, 'one person has one PNC or CRO number, whichever force asks'),
    (4, 'other number', 100, false, false, false, false, 'probation, prison and partners'' own numbers'),
    (5, 'telephone', 40, false, false, false, false, 'finds a contact of whom only a first name is given'),
    (6, 'e-mail', 40, false, false, false, false, 'as the telephone'),
    (7, 'e-mail name', 40, false, false, false, false, 'the part before the @: the domain is mistyped or has changed'),
    (8, 'birth, postcode, sex', 100, false, false, false, false, 'free of names: whatever each agency made of a name it cannot spell'),
    (9, 'birth, district, sex', 100, false, false, false, false, 'free of names: somebody who moved near by'),
    (10, 'birth, name sound', 150, false, false, false, false, 'any part of any name, in any order: nickname, new surname, swapped names'),
    (11, 'birth swapped, name sound', 150, false, false, false, false, 'day and month the other way round'),
    (12, 'birth, sex, initial', 150, false, false, false, false, 'a forename too badly spelt to sound alike'),
    (13, 'name in any order, year', 150, false, false, false, false, 'day and month unknown or wrong'),
    (14, 'name sounds, year', 150, false, false, false, false, 'as before, and the name misspelt'),
    (15, 'name sounds, day and month', 150, false, false, false, false, 'the year is wrong'),
    (16, 'name sounds, district', 150, true, false, true, false, 'no date of birth; every former surname and old address counts'),
    (17, 'forename, postcode', 100, false, true, true, false, 'no date of birth, or one misspelt, and the surname has changed'),
    (18, 'surname, postcode, initial', 100, false, false, true, false, 'no date of birth, and the forename is misspelt'),
    (19, 'kin', 40, false, false, true, false, 'mother, father or partner of the same person, named by two agencies that say no more'),
    (20, 'name in any order', 40, true, false, false, false, 'a rare name alone: neither date nor place is known'),
    (21, 'name sounds in any order', 40, true, false, false, false, 'as before, and the name misspelt'),
    (22, 'e-mail domain', 40, false, false, false, false, 'a domain that few use: a family''s or a small firm''s'),
    (23, 'birth alone', 20, false, false, false, true, 'in a short list a birthday is enough to look'),
    (24, 'month of birth alone', 20, false, false, false, true, 'in a shorter list the month is'),
    (25, 'name sound alone', 20, false, false, false, true, 'a name that few bear, whatever the rest says'),
    (26, 'birth, town', 100, false, false, false, false, 'no postcode to go by: another country''s, or a list that gives none'),
    (27, 'street and town', 60, false, false, false, false, 'as before, and neither name nor birthday is spelt alike'),
    (28, 'formal name', 40, true, false, false, false, 'a familiar form of a rare name, neither date nor place known: BABS is BARBARA'),
    (29, 'within a person', 0, false, false, false, false, 'no key: whom the other rules put together is compared all with all')
) as rule (position, rule, cap, of_undated, of_near_births, of_family, short_list, why)
cross join (select count(*) as records from linkage_record) as hub
