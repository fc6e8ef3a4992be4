package io.sluice.source.scan;

import java.nio.file.Path;

/**
 * Something that a scan came upon and could not look at, or would not enter. It stands until a later pass finds the
 * place in order or gone, and is told once.
 *
 * @param root it is below
 * @param path where
 * @param kind what metrics count apart, and what tells whether it is still the same problem
 * @param reason for people, without the path
 */
public record ScanProblem(ScanRoot root, Path path, Kind kind, String reason) {

    /** What is wrong. */
    public enum Kind {
        /** The right to read it is missing, or it is a link that leads outside the roots. */
        DENIED,
        /** The file system failed; it may work again in the next pass. */
        FAILED,
        /** A root is not there, or is no directory: perhaps not mounted. */
        NO_ROOT,
        /** A name that the JVM cannot express in its charset, so the file could be listed, but not opened. */
        UNDECODABLE_NAME,
        /** A link to a directory that it is in itself, or to itself. */
        LINK_LOOP,
        /** A link to nothing. */
        DANGLING_LINK,
        /** A directory deeper than {@code maxDepth}. */
        TOO_DEEP
    }

    /** Whether files may be there that were not seen. */
    boolean hidesFiles() {
        return kind == Kind.DENIED || kind == Kind.FAILED || kind == Kind.NO_ROOT;
    }

    /** Whether a file that is missed elsewhere may have been moved there since it was seen. */
    boolean unsettles() {
        return kind == Kind.FAILED || kind == Kind.NO_ROOT;
    }

    @Override
    public String toString() {
        return path + ": " + reason;
    }
}
