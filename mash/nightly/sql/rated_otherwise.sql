-- Grain: one row per open case that two policies rate otherwise, or on other grounds.
select
    rated.case_id,
    rated_before.colour as from_colour,
    rated.colour as to_colour,
    rated_before.at_least as from_rules,
    rated.at_least as to_rules,
    rated_before.certainty as from_certainty,
    rated.certainty as to_certainty,
    rated_before.fingerprint = rated.fingerprint as same_evidence,
    list_filter(map_keys(rated.rules), lambda rule: not map_contains(rated_before.rules, rule)) as now_fire,
    list_filter(map_keys(rated_before.rules), lambda rule: not map_contains(rated.rules, rule)) as no_longer_fire,
    list_filter(
        map_keys(rated.rules),
        lambda rule: map_contains(rated_before.rules, rule) and rated_before.rules[rule] <> rated.rules[rule]
    ) as other_colour
from rated
inner join rated_before using (case_id)
where
    (rated_before.colour, rated_before.at_least, rated_before.fingerprint, rated_before.certainty)
    is distinct from (rated.colour, rated.at_least, rated.fingerprint, rated.certainty)
order by rated.case_id
