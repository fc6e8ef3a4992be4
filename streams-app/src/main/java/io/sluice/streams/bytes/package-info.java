/** The compact binary form in which partial aggregates and state travel. Nothing here knows what it holds. */
package io.sluice.streams.bytes;
