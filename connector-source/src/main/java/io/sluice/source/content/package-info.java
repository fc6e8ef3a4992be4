/**
 * What files hold, whether plain or compressed. {@link io.sluice.source.content.ContentOpener} tells a compression by the file's
 * first bytes. Nothing here knows of scanning, framing or Kafka.
 */
package io.sluice.source.content;
