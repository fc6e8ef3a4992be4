package io.sluice.sink.files;

import java.time.Duration;

/** What partition writers tell whoever counts. Called on any thread. */
public interface WriterEvents {
    void written(long rows);

    /** A file was made durable and committed. */
    void filesCommitted(int files, long rows, long bytes);

    void committed(Duration took);

    void retried();

    void deadLetter();

    void tombstone();

    void fileOpened();

    /** A file takes no more rows, whatever became of it. */
    void fileClosed();

    void shed();
}
