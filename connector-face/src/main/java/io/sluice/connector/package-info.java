/**
 * What a connector shows its worker, the same for the source and the sink: the keys that it is configured by ({@link
 * io.sluice.connector.KeyGroup}), what is wrong with their values ({@link io.sluice.connector.Problems}), which build it is, and
 * its metrics. Nothing here knows a file or a record.
 */
package io.sluice.connector;
