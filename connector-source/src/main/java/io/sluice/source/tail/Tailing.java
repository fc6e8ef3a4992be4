package io.sluice.source.tail;

import io.sluice.io.vfs.Vfs;
import io.sluice.source.framing.Framing;
import java.util.function.Supplier;

/**
 * What the tailers of one reader share.
 *
 * @param framings makes the framing of one content
 * @param events told of what people and metrics want to know
 * @param retiring takes finished files away
 * @param window of bytes between a content and its framing; one tailer has its turn at a time
 */
record Tailing<R>(
        Vfs vfs,
        TailSettings settings,
        ContentSource contents,
        Supplier<? extends Framing> framings,
        RecordMaker<R> records,
        ByteBudget budget,
        TailEvents events,
        TailWindow window,
        ContinuityCheck check,
        Retiring retiring) {}
