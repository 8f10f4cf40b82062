-- Grain: one row per accepted row of the extract.
copy (from landed order by _row) to $path (format parquet, compression zstd, compression_level 1)
