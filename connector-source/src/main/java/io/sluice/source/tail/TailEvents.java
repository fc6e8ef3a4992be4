package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Path;

/** What happens to the files, for the log and the metrics. Called on the reader thread; must not block. */
public interface TailEvents {

    void found(FileView file, long position);

    /** A file is left alone for now. */
    default void held(FoundFile file, String reason) {}

    /** The file has another name now. */
    void renamed(FileView before, FileView now);

    /** Under the name, or in the inode, is other content now: {@code reason} says how that was seen. */
    void replaced(FileView file, long position, String reason);

    /** Bytes were destroyed before they were read; {@code bytes} is what is known of them, and may be 0. */
    void lost(FileView file, long position, long bytes, String reason);

    void read(FileView file, long bytes, int records);

    void bad(FileView file, long position, String reason);

    void shortened(FileView file, long position);

    /** Reading failed, will be tried again, and has failed so often in a row. */
    void failed(FileView file, long position, int times, IOException error);

    /** The states of files could not be read, will be asked for again, and could not so often in a row. */
    void statesUnavailable(int times, StatesUnavailableException error);

    /**
     * How it stands with the files that were found: told after each look.
     *
     * @param lagBytes what is not read yet
     * @param lagFiles of so many files
     * @param failing files whose last turn failed
     */
    default void looked(long lagBytes, long lagFiles, long failing) {}

    void finished(FileView file, long bytes);

    void released(FileView file, long position);

    /** The file was taken out of where files are read; {@code target} is where its content is now, null if nowhere. */
    default void retired(FileView file, Path target) {}

    /** The file was to be retired, and is not, unless it changes. */
    default void leftAlone(FileView file, String reason) {}

    /** Retiring failed for so many times; {@code over} says that it is not tried again. */
    default void retireFailed(FileView file, int times, boolean over, IOException error) {}
}
