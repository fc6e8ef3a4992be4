/** Windows over event time: where they begin and end, and how a chain of them is declared. No Kafka here. */
package io.sluice.streams.window;
