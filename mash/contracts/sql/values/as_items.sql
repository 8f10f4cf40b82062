-- The items of a list without the empty ones; null when none is left.
create or replace temp macro as_items(given) as case
    when len(list_filter(given, lambda item : as_text(item) is not null)) > 0
        then list_filter(list_transform(given, lambda item : as_text(item)), lambda item : item is not null)
end
