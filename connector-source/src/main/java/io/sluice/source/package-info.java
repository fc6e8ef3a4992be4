/** Files into topics, exactly once, with backpressure. Not built yet. */
package io.sluice.source;
