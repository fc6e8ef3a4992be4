package io.sluice.io.flow;

/**
 * What is done to a file, for metrics and for the question whether a failed attempt may be repeated.
 *
 * <p>{@code OPEN} is opening what exists or may exist; opening so that it must not exist is {@code CREATE}.
 */
public enum Operation {
    OPEN(Repeat.ALWAYS),
    READ(Repeat.ALWAYS),
    MAP(Repeat.ALWAYS),
    STAT(Repeat.ALWAYS),
    ACCESS(Repeat.ALWAYS),
    CANONICAL(Repeat.ALWAYS),
    LIST(Repeat.ALWAYS),
    /** Reading on in a directory. After a failure the place in it is lost, and going on could pass for the end. */
    LIST_NEXT(Repeat.NEVER),
    READ_LINK(Repeat.ALWAYS),
    DISK_USAGE(Repeat.ALWAYS),
    /** Not repeated after an I/O error: that may be the report of earlier writes that are lost. */
    WRITE(Repeat.IF_NOT_BEGUN),
    TRUNCATE(Repeat.IF_NOT_BEGUN),
    COPY(Repeat.IF_NOT_BEGUN),
    /** Of files and directories. Repeated after it happened and the reply was lost, it would find itself. */
    CREATE(Repeat.IF_NOT_BEGUN),
    DELETE(Repeat.IF_NOT_BEGUN),
    MOVE(Repeat.IF_NOT_BEGUN),
    LINK(Repeat.IF_NOT_BEGUN),
    SYMLINK(Repeat.IF_NOT_BEGUN),
    LOCK(Repeat.IF_NOT_BEGUN),
    /** After a failed sync nothing is known about the file, and a second one that succeeds says nothing. */
    SYNC(Repeat.NEVER),
    SYNC_DIRECTORY(Repeat.NEVER),
    /** Holds a sync. */
    PUBLISH(Repeat.NEVER),
    UNLOCK(Repeat.NEVER),
    /** The descriptor is gone whatever the result, and may belong to another file by now. */
    CLOSE(Repeat.NEVER);

    private final Repeat repeat;
    private final String words;

    Operation(Repeat repeat) {
        this.repeat = repeat;
        words = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** Whether an attempt that failed so may be made again. */
    public boolean mayRepeatAfter(ErrorKind kind) {
        return switch (repeat) {
            case ALWAYS -> kind.canPass();
            case IF_NOT_BEGUN -> kind == ErrorKind.BUSY;
            case NEVER -> false;
        };
    }

    /** The name as in a sentence: {@code read link}. */
    @Override
    public String toString() {
        return words;
    }

    private enum Repeat {
        /** It changes nothing, so any number of attempts, also overlapping ones, are as good as one. */
        ALWAYS,
        /** Only when the system said that it did nothing at all. */
        IF_NOT_BEGUN,
        NEVER
    }
}
