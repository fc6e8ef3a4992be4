/** The peer that the streams app is measured against: a topology written by hand with Kafka Streams' DSL. */
package io.sluice.benchmarks.dsl;
