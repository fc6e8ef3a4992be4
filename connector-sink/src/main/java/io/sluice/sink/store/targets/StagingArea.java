package io.sluice.sink.store.targets;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What one writer writes before it is visible. Safe from any thread. */
public interface StagingArea extends Closeable {

    String writer();

    /**
     * Begins content that will be published as {@code name}.
     *
     * @param name the name of the object, which an object store has to know from the start
     */
    StagedContent stage(String name) throws IOException;

    /**
     * Makes durable that what was sealed so far is here. Whoever commits calls it first; if it fails, what was sealed cannot be
     * committed any more.
     */
    void settle() throws IOException;

    /** Whether this is still the writer's: that nobody took it for dead. */
    boolean isHeld() throws IOException;

    /** The ids of what is staged here. */
    List<String> staged() throws IOException;

    /** Removes staged content; fine if it is gone. */
    void discard(String id) throws IOException;

    /** Ends the use of the area, and removes it if nothing is staged in it. */
    @Override
    void close() throws IOException;
}
