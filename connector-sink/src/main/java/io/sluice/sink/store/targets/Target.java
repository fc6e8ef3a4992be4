package io.sluice.sink.store.targets;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A place for the objects of one data set. An object has a name like {@code a/b/c}, relative to the data set; a name that
 * leads out of it, or that a target cannot hold, is an {@link IllegalArgumentException}.
 *
 * <p>The store asks for little, so that an object store can follow: creating an object whole if its name is free, content that
 * is written first and becomes visible in one step later, reading, listing, removing. Nothing is renamed, appended to, or
 * overwritten. On S3 creating is a PUT with {@code If-None-Match: *}, staged content an uncompleted multipart upload, and a
 * lock a lease.
 *
 * <p>Every call blocks. Safe from any thread; the owner closes it when nothing of it is in use.
 */
public interface Target extends AutoCloseable {

    /** What to call it in a message, such as {@code file:/data/trades}. */
    String location();

    /** Whether other processes cannot hold a lock that is held here: true of a file system, false of leases. */
    boolean locksHold();

    /** Makes sure that this place keeps the promises of the calls below, as far as a try can show. */
    void probe() throws IOException;

    /**
     * Creates an object whole and durable. A taken name is a {@link java.nio.file.FileAlreadyExistsException}. If nobody can
     * say whether it was created, that is an {@link UnclearOutcomeException}; after any other failure it was not.
     *
     * @param staging where a target may keep what is half written
     */
    void create(String name, byte[] content, StagingArea staging) throws IOException;

    /** The whole content; a missing object is a {@link java.nio.file.NoSuchFileException}. */
    byte[] read(String name, int mostBytes) throws IOException;

    /** How large an object is; empty if there is none. */
    OptionalLong size(String name) throws IOException;

    /** Opens an object for reading anywhere in it; a missing one is a {@link java.nio.file.NoSuchFileException}. */
    StoredContent open(String name) throws IOException;

    /**
     * The names of the objects directly in a directory that come after {@code after}, sorted; empty if there is no such
     * directory.
     *
     * @param after a name without its directory, empty for all
     */
    List<String> list(String directory, String after) throws IOException;

    /** Meets every object below a directory, in no order; nothing if there is no such directory. */
    void walk(String directory, Visitor visitor) throws IOException;

    /** Makes durable what anybody has created in a directory so far. */
    void settle(String directory) throws IOException;

    /** Removes objects, durably; fine if they are gone. */
    void delete(List<String> names) throws IOException;

    /**
     * Makes staged content visible under its names, durably. What is visible already is left as it is, so this may be
     * repeated, also by several at once.
     *
     * @throws StagedContentLostException if the content of one is neither staged nor visible; nobody will find it again
     */
    void publish(List<StagedObject> staged) throws IOException;

    /**
     * Removes staged content, durably, so that nobody can publish it any more. What is visible already stays; fine if it is
     * gone.
     */
    void discard(List<StagedObject> staged) throws IOException;

    /**
     * Opens an area for what {@code writer} will write; nobody else has used that name. See {@link StagingAreas}.
     *
     * @throws AreaTakenException if somebody took the writer for dead before the area was open
     */
    StagingArea openStaging(String writer) throws IOException;

    /** The writers that have an area, dead or alive. */
    List<String> stagingWriters() throws IOException;

    /**
     * Takes over the area of a writer that is certain to write and commit no more; null if it lives, cannot be told to be
     * dead, or has no area any more.
     */
    StagingArea takeOverStaging(String writer) throws IOException;

    /**
     * Waits for the lock of that name, for at most {@code timeout}: {@link io.sluice.io.lock.LockTimeoutException} then. Two
     * calls are two holders, whoever makes them.
     *
     * @param name of letters, digits and {@code -_.%=}
     */
    HeldLock lock(String name, Duration timeout) throws IOException;

    /**
     * Where staged content is that no area lists; empty if every area does. Such a target cannot tell whether a writer lives:
     * what it may remove, the logs say.
     */
    Optional<Uploads> uploads();

    Instant now();

    RandomGenerator random();

    /** Waits on the target's own clock, so that tests need not. */
    void pause(Duration time) throws IOException;

    @Override
    void close() throws IOException;

    /** Meets objects. */
    @FunctionalInterface
    interface Visitor {
        void visit(String name, long bytes) throws IOException;
    }
}
