/**
 * Compares what went in with what came out, by code that shares nothing with what brought it there: DuckDB reads the input files
 * and the Parquet files and computes the bars anew.
 */
package io.sluice.deploy.command.audit;
