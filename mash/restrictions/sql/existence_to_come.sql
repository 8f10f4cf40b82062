-- Grain: takes away the flags of one scheme that had not begun by the day: without their dates nobody could tell.
delete from flag
where scheme = $scheme and valid_from > $as_of::date
