/**
 * Commit logs: entries that are only ever created, what they say, and checkpoints of what they did together. The rules are in
 * {@code io.sluice.sink.store}.
 */
package io.sluice.sink.store.log;
