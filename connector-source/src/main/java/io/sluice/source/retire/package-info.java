/**
 * What becomes of files that were read to their end and whose records are committed: they are deleted, moved or archived, and
 * never if they changed. {@link io.sluice.source.retire.Retirement} is the thread that does it. Nothing here knows of Kafka.
 */
package io.sluice.source.retire;
