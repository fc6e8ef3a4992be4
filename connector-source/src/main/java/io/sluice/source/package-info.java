/**
 * Files into topics, exactly once, with backpressure: the side of Kafka Connect. {@link io.sluice.source.FileSourceConnector}
 * and {@link io.sluice.source.FileSourceTask} only adapt; the work is done in {@code scan}, {@code content}, {@code framing}
 * and {@code tail}, which know nothing of Kafka.
 */
package io.sluice.source;
