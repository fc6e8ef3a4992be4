/** The application: Kafka Streams around the engine, its configuration, its health and its queries. */
package io.sluice.streams.app;
