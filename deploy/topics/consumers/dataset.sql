-- A data set in DuckDB: every file that matches is committed, whole, and there once.
-- duckdb < dataset.sql, with the lake in /data/lake.

-- Rows a day. hive_partitioning makes a column of each directory like dt=2024-05-17.
SELECT dt, count(*) AS trades, count(DISTINCT symbol) AS symbols
FROM read_parquet('/data/lake/trades/**/*.parquet', hive_partitioning = true, union_by_name = true)
GROUP BY dt ORDER BY dt;

-- The latest revision of each final bar.
SELECT symbol, start, "end", open, high, low, close, volume, trades
FROM read_parquet('/data/lake/bars-m1/**/*.parquet', hive_partitioning = true, union_by_name = true)
WHERE final
QUALIFY row_number() OVER (PARTITION BY symbol, start ORDER BY revision DESC) = 1
ORDER BY symbol, start;

-- Where a row came from, if the sink has metadata.columns=headers,topic,partition,offset.
SELECT symbol, sequence, kafka_topic, kafka_partition, kafka_offset,
       list_filter(kafka_headers, h -> h.name = 'sluice.file')[1].value AS file
FROM read_parquet('/data/lake/trades/**/*.parquet', hive_partitioning = true, union_by_name = true)
LIMIT 10;

-- In a bucket: INSTALL httpfs; LOAD httpfs; CREATE SECRET (TYPE s3, PROVIDER credential_chain); and 's3://lake/sluice/trades/**/*.parquet'.
