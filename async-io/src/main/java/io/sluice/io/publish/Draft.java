package io.sluice.io.publish;

import io.sluice.io.temp.Scratch;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is being written and that nobody else sees yet. {@link #complete} says that the content is whole, then
 * {@link #close} publishes it; {@link #discard} abandons it. {@code close} returns normally only if the new content is in
 * place and outlasts a crash, or if the draft was discarded.
 *
 * <pre>{@code
 * try (Draft draft = publisher.draft(target, PublishOptions.replace())) {
 *     draft.write(content);
 *     draft.complete();
 * }
 * }</pre>
 *
 * <p>If the body throws before {@code complete}, then {@code close} discards the half-written draft, and adds an
 * {@link IllegalStateException} to what was thrown. Without {@code complete} there is no telling the two apart, so a body
 * that forgets it fails in the same way instead of publishing nothing in silence.
 *
 * <pre>
 *   OPEN --complete--> COMPLETE --close--> PUBLISHED
 *    |                     |
 *    +-------discard-------+--> DISCARDING --removed--> DISCARDED
 *    |                     |
 *    +--failure, close-----+--failure----> FAILED      the draft is removed at once, a failed sync is never repeated
 * </pre>
 *
 * <p>One thread at a time. Every call may block, and none has a time limit: a write or a sync that the file system does not
 * answer, as when the server behind it is away, holds its thread, and {@code close} and {@code discard} cannot overtake it.
 * A caller that must go on makes these calls on a thread it can do without, stops waiting for that thread, and never
 * interrupts it. A close that was given up so may still publish, whenever the system answers; so its target gets no other
 * draft until that close has returned or the process has ended. What a process leaves behind that is ended meanwhile is
 * what a killed one leaves: nothing at the target but a whole file, and a draft to {@linkplain Publisher#sweep sweep}.
 */
public final class Draft implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Draft.class);

    private enum State {
        OPEN,
        COMPLETE,
        PUBLISHED,
        /** Not yet removed, which {@code discard} and {@code close} try until it works. */
        DISCARDING,
        DISCARDED,
        FAILED
    }

    private final Vfs vfs;
    private final Path target;
    private final DraftFile file;
    private final PublishMode mode;
    private final Runnable onEnd;

    private State state = State.OPEN;
    private long position;
    private Throwable failure;

    Draft(Vfs vfs, Path target, DraftFile file, PublishMode mode, Runnable onEnd) {
        this.vfs = vfs;
        this.target = target;
        this.file = file;
        this.mode = mode;
        this.onEnd = onEnd;
    }

    /** The path it will be published at. */
    public Path target() {
        return target;
    }

    /** The hidden path it is written at. */
    public Path path() {
        return file.path();
    }

    /** Where the next {@link #write(ByteBuffer)} goes. */
    public long position() {
        return position;
    }

    /** Writes all that remains in {@code source} after what was written last. */
    public void write(ByteBuffer source) throws IOException {
        write(source, position);
    }

    /** Writes all that remains in {@code source} from {@code offset}; the next sequential write goes after it. */
    public void write(ByteBuffer source, long offset) throws IOException {
        requireOpen();
        long end = offset + source.remaining();
        try {
            file.write(source, offset);
        } catch (IOException | RuntimeException | Error thrown) {
            throw fail("writing at offset " + (end - source.remaining()) + " failed", thrown);
        }
        position = end;
    }

    /**
     * Copies up to {@code count} bytes of {@code source} to the end, inside the kernel where possible; returns the bytes
     * copied, 0 if the kernel cannot or the source ends.
     */
    long transferFrom(VfsFile source, long sourceOffset, long count) throws IOException {
        requireOpen();
        try {
            long copied = file.transferFrom(source, sourceOffset, count, position);
            position += copied;
            return copied;
        } catch (IOException | RuntimeException | Error thrown) {
            throw fail("copying from offset " + sourceOffset + " of " + source.path() + " failed", thrown);
        }
    }

    /** Says that the content is whole, so that {@link #close} publishes it. */
    public void complete() throws IOException {
        requireOpen();
        move(State.COMPLETE);
    }

    /**
     * Abandons the draft and removes it. Does nothing if it has come to its end in any way; a draft that could not be
     * removed has not, and is tried again.
     */
    public void discard() throws IOException {
        if (state == State.OPEN || state == State.COMPLETE) {
            move(State.DISCARDING);
        }
        if (state == State.DISCARDING) {
            file.remove();
            move(State.DISCARDED);
        }
    }

    /**
     * Publishes the draft if it is complete. Out of space is an {@link OutOfSpaceException}, a lost race for a name to
     * create a {@link FileAlreadyExistsException}, a last step without a clear outcome an {@link UncertainPublishException}.
     *
     * @throws IllegalStateException if neither {@link #complete} nor {@link #discard} was called; the draft is discarded
     */
    @Override
    public void close() throws IOException {
        switch (state) {
            case PUBLISHED, DISCARDED -> {
                return;
            }
            case DISCARDING -> discard();
            case FAILED -> throw notPublished();
            case COMPLETE -> {
                try {
                    publish();
                } catch (RuntimeException | Error broken) {
                    if (state == State.COMPLETE) {
                        abandon(broken);
                    }
                    throw broken;
                }
            }
            case OPEN -> {
                IllegalStateException forgotten = new IllegalStateException(target + ": the draft was closed without"
                        + " complete(), as when its writer failed, so it was discarded and nothing published");
                abandon(forgotten);
                throw forgotten;
            }
        }
    }

    private void publish() throws IOException {
        FileStat written;
        String step = "syncing";
        try {
            file.sync();
            step = "closing";
            file.close();
            step = "looking at";
            written = file.stat();
        } catch (IOException | RuntimeException | Error thrown) {
            throw fail(step + " the draft failed", thrown);
        }
        place(written);
        try {
            vfs.syncDirectory(target.getParent());
        } catch (IOException unsynced) {
            throw uncertain("the file is in place, but syncing its directory failed", unsynced);
        }
        move(State.PUBLISHED);
    }

    private void place(FileStat written) throws IOException {
        try {
            switch (mode) {
                case REPLACE -> vfs.replace(path(), target);
                case CREATE_ONLY -> vfs.link(path(), target);
            }
        } catch (IOException thrown) {
            switch (Placement.readBack(vfs, path(), target, written)) {
                case IN_PLACE -> LOG.info("{}: put in place, although the reply was {}", target, thrown.toString());
                case NOT_IN_PLACE -> {
                    if (mode == PublishMode.CREATE_ONLY && thrown instanceof FileAlreadyExistsException lostRace) {
                        abandon(lostRace);
                        throw lostRace;
                    }
                    throw fail("putting the draft in place failed", thrown);
                }
                case UNKNOWN -> throw uncertain("putting the draft in place failed", thrown);
            }
        }
        if (mode == PublishMode.CREATE_ONLY) {
            removeFirstName();
        }
    }

    private void removeFirstName() {
        try {
            Scratch.remove(vfs, path());
        } catch (IOException remains) {
            LOG.warn("{}: published, but its draft {} could not be removed; sweep it", target, path(), remains);
        }
    }

    /** Ends in FAILED without the draft, and returns what to throw. An unchecked {@code thrown} is thrown from here. */
    private IOException fail(String what, Throwable thrown) {
        abandon(thrown);
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        String report = target + " is not published: " + what;
        if (OutOfSpaceException.isOutOfSpace(thrown)) {
            return new OutOfSpaceException(path(), report, thrown);
        }
        FileSystemException failed =
                new FileSystemException(path().toString(), null, report + ": " + thrown.getMessage());
        failed.initCause(thrown);
        return failed;
    }

    private IOException uncertain(String what, IOException thrown) {
        abandon(thrown);
        return new UncertainPublishException(target, what, thrown);
    }

    private void abandon(Throwable cause) {
        failure = cause;
        move(State.FAILED);
        try {
            file.remove();
        } catch (IOException remains) {
            cause.addSuppressed(remains);
        }
    }

    private void requireOpen() throws IOException {
        if (state == State.FAILED) {
            throw notPublished();
        }
        if (state != State.OPEN) {
            throw new IllegalStateException(target + ": the draft is " + state + " and takes no more");
        }
    }

    private IOException notPublished() {
        return new IOException(
                target + " is not published, because an earlier step failed; write a new draft", failure);
    }

    /** The only place where the state changes. */
    private void move(State to) {
        boolean legal = switch (state) {
            case OPEN -> to == State.COMPLETE || to == State.DISCARDING || to == State.FAILED;
            case COMPLETE -> to == State.PUBLISHED || to == State.DISCARDING || to == State.FAILED;
            case DISCARDING -> to == State.DISCARDED;
            case PUBLISHED, DISCARDED, FAILED -> false;
        };
        if (!legal) {
            throw new IllegalStateException(target + ": a draft does not go from " + state + " to " + to);
        }
        state = to;
        // From DISCARDING on it is nobody's, so that a sweep may remove it, too.
        if (to != State.COMPLETE && to != State.DISCARDED) {
            onEnd.run();
        }
    }
}
