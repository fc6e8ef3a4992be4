package io.sluice.source.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes files that were read to their end out of where they are read: deletes, moves or archives them. Called on the reader
 * thread; must not block.
 */
public interface Retiring {

    /** Leaves every file where it is. */
    Retiring NEVER = new Retiring() {
        @Override
        public Settings settings() {
            return null;
        }

        @Override
        public long moment() {
            return 0;
        }

        @Override
        public boolean isStored(long moment) {
            return false;
        }

        @Override
        public boolean offer(FinishedFile file) {
            return false;
        }

        @Override
        public List<Retired> takeEnded() {
            return List.of();
        }
    };

    /**
     * When files are retired.
     *
     * @param grace how long a file must not have changed
     * @param attempts how often it is tried before the file is left where it is
     */
    record Settings(Duration grace, int attempts) {}

    /** What an attempt came to. */
    enum Outcome {
        /** The file is not where it was. */
        RETIRED,
        /** The file is not as it was read, and was left alone. */
        CHANGED,
        /** Nothing was done, but may be later. */
        FAILED,
        /** It failed half way: the file is neither at its place nor where it was to go. */
        AWAY
    }

    /**
     * What became of a file.
     *
     * @param target where its content is now; null if nowhere, or still at its place
     * @param lateBytes how many bytes were written to it after it was taken away
     * @param failure null unless it failed
     */
    record Retired(FinishedFile file, Outcome outcome, Path target, long lateBytes, IOException failure) {}

    /** Null for never. */
    Settings settings();

    /** What is known now to have arrived, for {@link #isStored}. */
    long moment();

    /** Whether everything that had arrived at the moment is committed, and the positions behind it are. */
    boolean isStored(long moment);

    /** Takes a file over, unless too many wait. What became of it is in a later {@link #takeEnded}. */
    boolean offer(FinishedFile file);

    /** What became of files since this was asked last. */
    List<Retired> takeEnded();
}
