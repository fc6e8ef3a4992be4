package io.sluice.io.vfs;

/** How a file is opened. Every mode but {@link #READ} may also read. */
public enum OpenMode {
    /** Reads an existing file. */
    READ,
    /** Reads and writes an existing file. */
    UPDATE,
    /** Reads and writes; creates the file if it is missing and keeps what it holds if it is not. */
    EDIT,
    /** Like {@link #EDIT}, and sequential writes start at the end. */
    APPEND,
    /** Creates the file, or empties the one that is there. */
    TRUNCATE,
    /** Creates the file and fails with {@link java.nio.file.FileAlreadyExistsException} if the name is taken. */
    CREATE_NEW;

    /** Whether this mode may write. */
    public boolean writes() {
        return this != READ;
    }
}
