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
 * <p>One thread at a time. Every call may block.
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
    private final Path path;
    private final VfsFile file;
    private final PublishMode mode;
    private final Runnable onEnd;

    private State state = State.OPEN;
    private long position;
    private boolean fileClosed;
    private Throwable failure;

    Draft(Vfs vfs, Path target, Path path, VfsFile file, PublishMode mode, Runnable onEnd) {
        this.vfs = vfs;
        this.target = target;
        this.path = path;
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
        return path;
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
        long next = offset;
        try {
            while (source.hasRemaining()) {
                int written = file.write(source, next);
                if (written <= 0) {
                    throw new FileSystemException(path.toString(), null, "the system took none of the bytes");
                }
                next += written;
            }
        } catch (IOException | RuntimeException | Error thrown) {
            throw fail("writing at offset " + next + " failed", thrown);
        }
        position = next;
    }

    /**
     * Copies up to {@code count} bytes of {@code source} to the end, inside the kernel where possible; returns the bytes
     * copied, 0 if the kernel cannot or the source ends.
     */
    long transferFrom(VfsFile source, long sourceOffset, long count) throws IOException {
        requireOpen();
        try {
            long copied = source.transferTo(sourceOffset, count, file, position);
            position += Math.max(copied, 0);
            return Math.max(copied, 0);
        } catch (UnsupportedOperationException notHere) {
            return 0;
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
            removeDraft();
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
            file.force(true);
            step = "closing";
            fileClosed = true;
            file.close();
            step = "looking at";
            written = vfs.statLink(path);
        } catch (IOException | RuntimeException | Error thrown) {
            throw fail(step + " the draft failed", thrown);
        }
        switch (mode) {
            case REPLACE -> replace(written);
            case CREATE_ONLY -> link(written);
        }
        try {
            vfs.syncDirectory(target.getParent());
        } catch (IOException unsynced) {
            throw uncertain("the file is in place, but syncing its directory failed", unsynced);
        }
        move(State.PUBLISHED);
    }

    private void replace(FileStat written) throws IOException {
        try {
            vfs.replace(path, target);
        } catch (IOException thrown) {
            switch (Placement.readBack(vfs, path, target, written)) {
                case IN_PLACE -> LOG.info("{}: replaced, although the reply was {}", target, thrown.toString());
                case NOT_IN_PLACE -> throw fail("moving the draft into place failed", thrown);
                case UNKNOWN -> throw uncertain("moving the draft into place failed", thrown);
            }
        }
    }

    private void link(FileStat written) throws IOException {
        try {
            vfs.link(path, target);
        } catch (IOException thrown) {
            switch (Placement.readBack(vfs, path, target, written)) {
                case IN_PLACE -> LOG.info("{}: created, although the reply was {}", target, thrown.toString());
                case NOT_IN_PLACE -> {
                    if (thrown instanceof FileAlreadyExistsException lostRace) {
                        abandon(lostRace);
                        throw lostRace;
                    }
                    throw fail("giving the draft its name failed", thrown);
                }
                case UNKNOWN -> throw uncertain("giving the draft its name failed", thrown);
            }
        }
        try {
            Scratch.remove(vfs, path);
        } catch (IOException remains) {
            LOG.warn("{}: published, but its draft {} could not be removed; sweep it", target, path, remains);
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
            return new OutOfSpaceException(path, report, thrown);
        }
        FileSystemException failed =
                new FileSystemException(path.toString(), null, report + ": " + thrown.getMessage());
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
            removeDraft();
        } catch (IOException remains) {
            cause.addSuppressed(remains);
        }
    }

    private void removeDraft() throws IOException {
        IOException first = null;
        if (!fileClosed) {
            fileClosed = true;
            try {
                file.close();
            } catch (IOException unclosed) {
                // Only its handle mattered: the content is not wanted.
                first = unclosed;
            }
        }
        try {
            Scratch.remove(vfs, path);
        } catch (IOException remains) {
            if (first != null) {
                remains.addSuppressed(first);
            }
            throw remains;
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
