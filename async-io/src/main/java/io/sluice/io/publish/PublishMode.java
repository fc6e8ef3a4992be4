package io.sluice.io.publish;

/** What publishing does when the target's name is taken. */
public enum PublishMode {
    /** The new file takes the place of the old one in one step. */
    REPLACE,
    /** Publishing fails with {@link java.nio.file.FileAlreadyExistsException}, and the old file stays: the race is lost. */
    CREATE_ONLY
}
