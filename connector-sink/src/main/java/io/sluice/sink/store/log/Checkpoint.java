package io.sluice.sink.store.log;

import java.util.List;

/**
 * What a run of entries did together.
 *
 * @param level 1 for {@link Checkpoints#FANOUT} entries, 2 for as many of those
 * @param index which of its level, from 0
 */
record Checkpoint(int format, String log, int level, long index, List<Change> changes) {
    Checkpoint {
        changes = changes == null ? List.of() : List.copyOf(changes);
    }
}
