-- What a row of a source says, as 32 hex digits: the same in whatever place of whatever extract the row stands. For the ids
-- of what has no key of its own; no two current rows of such a dataset say the same.
create or replace macro fact_key(given) as
    md5(json_merge_patch(to_json(given), '{"_extract": null, "_row": null, "_first_sent": null}')::varchar)
