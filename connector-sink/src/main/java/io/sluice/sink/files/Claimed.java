package io.sluice.sink.files;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log was claimed: what whoever feeds the writer has to know. Immutable.
 *
 * @param generation with which to hand records over from now on; those of earlier ones are dropped
 * @param next where the source goes on; empty if the log says nothing, as nothing was ever committed
 * @param last the last record that is committed, if the log has it
 */
public record Claimed(int generation, OptionalLong next, Optional<LastRecord> last) {}
