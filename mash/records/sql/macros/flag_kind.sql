-- What a marker or registration says of an adult (vocabulary.FlagKind). MAPPA category 1 is the notified sexual
-- offenders, 2 and 3 the violent and dangerous (sources.md D10). RoSH `low` is the finding of no indication, not of harm.
create or replace macro flag_kind(scheme, category, level) as
    list_transform(
        [trim(regexp_replace(upper(scheme), '[^A-Z0-9]+', '_', 'g'), '_')],
        lambda word : case
            when word in ('VISOR', 'RSO', 'SHPO', 'SOPO', 'SOR', 'SEX_OFFENDER_REGISTER') then 'sexual offender'
            when word = 'MAPPA' and regexp_extract(category, '\d') = '1' then 'sexual offender'
            when word = 'MAPPA' and regexp_extract(category, '\d') in ('2', '3') then 'violence'
            when word in ('PPRC', 'RISK_TO_CHILDREN', 'CSE', 'SCHEDULE_1') then 'risk to children'
            when word = 'ROSH' and 'LOW' in (upper(trim(category)), upper(trim(level))) then 'other'
            when word in ('VIOLENCE', 'VIOLENT', 'ROSH') then 'violence'
            when word in ('DV', 'DA', 'DOMESTIC_ABUSE', 'DOMESTIC_VIOLENCE', 'MARAC') then 'domestic abuse'
            when word = 'DRUGS' then 'drugs'
            else 'other'
        end
    )[1]
