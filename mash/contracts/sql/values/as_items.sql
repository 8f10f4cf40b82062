-- The items of a list, each without the white space around it; null when none is left.
create or replace macro as_items(given) as nullif(
    list_filter(list_transform(given, lambda item : as_text(item)), lambda item : item is not null), []
)
