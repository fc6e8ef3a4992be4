"""Reads a data set with pyarrow, or with DuckDB. Tried with pyarrow 25.0 and DuckDB 1.5.

    python read_dataset.py /data/lake/trades

Every *.parquet below the directory is committed, whole, and there once. _sluice is the commit log: leave it alone.
"""

import sys


def with_pyarrow(table):
    import pyarrow.dataset as ds

    # Names that begin with _ or . are left out by default, so the log is. No partitioning="hive": what directories
    # are named after is in the files as well, and a date or a number among it would have two types, which pyarrow refuses.
    data = ds.dataset(table, format="parquet")
    rows = data.to_table(columns=["ts", "symbol", "price", "quantity", "sequence"])
    print(rows.schema)
    print(rows.num_rows, "rows")


def with_duckdb(table):
    import duckdb

    files = table + "/**/*.parquet"
    print(
        duckdb.sql(
            "select symbol, count(*), min(ts), max(ts) "
            f"from read_parquet('{files}', hive_partitioning = true, union_by_name = true) "
            "group by symbol order by symbol"
        )
    )


if __name__ == "__main__":
    try:
        with_pyarrow(sys.argv[1])
    except ImportError:
        with_duckdb(sys.argv[1])
