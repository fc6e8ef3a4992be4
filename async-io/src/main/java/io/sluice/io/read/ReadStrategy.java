package io.sluice.io.read;

/**
 * How a file's bytes get from the system to the reader. None of them holds more than a buffer, two with read-ahead, or one
 * mapped window of a file, whatever its size.
 */
public enum ReadStrategy {
    /**
     * Chooses for each file, by its size and by whether it is at rest; see {@link ReadSettings}. Right unless you measured
     * otherwise.
     */
    AUTO,
    /** Reads into a pooled direct buffer; a file no larger than {@link ReadSettings#chunkSize()} arrives as one chunk. */
    POOLED,
    /**
     * Reads buffer by buffer, and reads the next one on another worker while the reader works on this one, when both take
     * long enough for that to pay and a worker is free.
     */
    BUFFERED,
    /**
     * Maps one window of the file after another. Where a file cannot be mapped, as on network file systems, it is read
     * {@link #BUFFERED}.
     *
     * <p>Only for files nobody cuts short meanwhile: memory mapped past the end of a file reads as zeros or faults. The read
     * then fails with {@link FileCutShortException}, but native code that was handed the memory would crash the process.
     */
    MAPPED
}
