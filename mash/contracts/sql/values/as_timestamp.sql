-- An ISO 8601 moment as UTC without a zone; one that names no zone is taken as UTC already. Null for any other text.
-- DuckDB wants seconds and a colon in the zone, which the standard does not.
create or replace macro as_timestamp(given) as case
    when regexp_full_match(given, '\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?')
        then try_cast(given as timestamp)
    when regexp_full_match(given, '\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)? ?(Z|[+-]\d{2}(:?\d{2})?)')
        then make_timestamp(
            epoch_us(
                try_cast(
                    regexp_replace(
                        regexp_replace(given, ' ?([+-]\d{2}):?(\d{2})$', '\1:\2'), '^(.{13}:\d{2}) ?([Z+-])', '\1:00\2'
                    ) as timestamp with time zone
                )
            )
        )
end
