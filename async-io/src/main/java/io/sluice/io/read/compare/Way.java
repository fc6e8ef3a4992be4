package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import java.util.List;
import java.util.function.Consumer;

/** One way to read many files. Reads them all on threads of its own, or processes, and returns when it is done with them. */
interface Way {

    String title();

    /** Hands over what became of each file, from any thread, several at once. Leaves nothing behind, however it ends. */
    void read(List<FoundFile> files, ComparisonProgress progress, Consumer<FileOutcome<TextCounts>> outcomes)
            throws InterruptedException;

    /** Whether it is faster when it has read before. */
    default boolean warmsUp() {
        return true;
    }

    /** The most memory worker processes held together in the last {@link #read}, or -1 if it has none. */
    default long processBytes() {
        return -1;
    }
}
