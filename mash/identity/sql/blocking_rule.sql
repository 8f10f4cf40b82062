-- Grain: one row per blocking rule, in the order in which a pair is credited. Two records are compared when they share a
-- key under a rule; a block of more records than its cap is left out and reported. Keys: blocking_key.sql.
create or replace temp table blocking_rule as
select *
from (
    values
    (1, 'nhs number', 100, 'sure but for a keying error'),
    (2, 'pupil number', 100, 'sure but for a keying error; former ones too'),
    (3, 'police number', 100, 'one person has one PNC or CRO number, whichever force asks'),
    (4, 'other number', 100, 'probation, prison and partners'' own numbers'),
    (5, 'telephone', 40, 'finds a contact of whom only a first name is given'),
    (6, 'e-mail', 40, 'as the telephone'),
    (7, 'e-mail name', 40, 'the part before the @: the domain is mistyped or has changed'),
    (8, 'birth, postcode, sex', 100, 'free of names: whatever each agency made of a name it cannot spell'),
    (9, 'birth, district, sex', 100, 'free of names: somebody who moved near by'),
    (10, 'birth, name sound', 150, 'any part of any name, in any order: nickname, new surname, swapped names'),
    (11, 'birth swapped, name sound', 150, 'day and month the other way round'),
    (12, 'birth, initial', 150, 'a forename too badly spelt to sound alike'),
    (13, 'name in any order, year', 150, 'day and month unknown or wrong'),
    (14, 'name sounds, year', 150, 'as before, and the name misspelt'),
    (15, 'name sounds, day and month', 150, 'the year is wrong'),
    (16, 'name sounds, district', 150, 'no date of birth; every former surname and old address counts'),
    (17, 'forename, postcode', 100, 'no date of birth, and the surname has changed'),
    (18, 'surname, postcode, initial', 100, 'no date of birth, and the forename is misspelt'),
    (19, 'kin', 40, 'mother, father or partner of the same person, named by two agencies that say no more'),
    (20, 'name in any order', 40, 'a rare name alone: neither date nor place is known'),
    (21, 'name sounds in any order', 40, 'as before, and the name misspelt'),
    (22, 'e-mail domain', 40, 'a domain that few use: a family''s or a small firm''s'),
    (23, 'birth alone', 20, 'in a short list a birthday is enough to look'),
    (24, 'month of birth alone', 20, 'in a shorter list the month is'),
    (25, 'name sound alone', 20, 'a name that few bear, whatever the rest says'),
    (26, 'within a person', 0, 'no key: whom the other rules put together is compared all with all')
) as rule (position, rule, cap, why)
