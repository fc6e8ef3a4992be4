package io.sluice.io.lock;

import io.sluice.io.vfs.LostLockException;
import io.sluice.io.vfs.VfsLockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The byte ranges one holder has locked, and so its level. The layout is SQLite's: a pending byte, a reserved byte and a
 * range that readers share. The level is always what the lock file says, because each step is one level and one range:
 *
 * <pre>
 *   NONE  <-->  SHARED  <-->  RESERVED  <-->  PENDING  <-->  EXCLUSIVE
 *     ^           |              |               |               |
 *     +-----------+--------------+---------------+---------------+   closed, or lost: every range is freed
 *
 *   to SHARED     passes the pending byte (shared), then holds the shared range (shared)
 *   to RESERVED   holds the reserved byte (exclusive)
 *   to PENDING    holds the pending byte (exclusive), which lets no new reader pass
 *   to EXCLUSIVE  turns the shared range exclusive
 * </pre>
 *
 * <p>A level that is asked for and held already is confirmed by the file before it is said to be held. An upward step that
 * fails is undone. If it cannot be undone, or if a downward step fails, nobody can say what the
 * file still holds: it is closed, which frees everything, and the holder is <em>lost</em>. A holder believes itself lower
 * than it is for a moment, never higher.
 *
 * <p>Used by one thread at a time, the one inside {@link LockQueue}'s turn; {@link #level} may be read by any.
 */
final class HeldRanges {
    static final long PENDING_BYTE = 0x4000_0000L;
    static final long RESERVED_BYTE = PENDING_BYTE + 1;
    static final long SHARED_FIRST = PENDING_BYTE + 2;
    static final long SHARED_BYTES = 510;

    private static final Logger LOG = LoggerFactory.getLogger(HeldRanges.class);

    private final Path path;
    private final VfsLockFile file;
    private volatile LockLevel level = LockLevel.NONE;
    private boolean closed;
    private IOException loss;

    HeldRanges(Path path, VfsLockFile file) {
        this.path = path;
        this.file = file;
    }

    LockLevel level() {
        return level;
    }

    /**
     * Goes up step by step until {@code wanted}, or until someone is in the way: then stays on the step below and returns
     * the lowest level the other may have.
     */
    Optional<LockLevel> climb(LockLevel wanted) throws IOException {
        requireUsable();
        if (level.atLeast(wanted)) {
            confirm();
        }
        while (!level.atLeast(wanted)) {
            LockLevel next = level.up();
            Optional<LockLevel> blocker;
            try {
                blocker = stepUp(next);
            } catch (IOException failure) {
                undo(next, failure);
                throw failure;
            }
            if (blocker.isPresent()) {
                return blocker;
            }
            move(next, "taken");
        }
        return Optional.empty();
    }

    /** Asks the file again whether what is held is held, where no step on the way to the answer would ask it. */
    private void confirm() throws IOException {
        boolean held;
        try {
            held = level == LockLevel.NONE || file.tryLock(SHARED_FIRST, SHARED_BYTES, level != LockLevel.EXCLUSIVE);
        } catch (LostLockException gone) {
            lose(gone);
            throw gone;
        }
        if (!held) {
            IOException gone = new IOException(path + ": someone else has the lock that is held here at " + level);
            lose(gone);
            throw gone;
        }
    }

    /** Goes down step by step to {@code target}; does nothing if it is there or lower. */
    void descend(LockLevel target) throws IOException {
        if (closed || loss != null) {
            return;
        }
        while (level != target && level.atLeast(target)) {
            LockLevel from = level;
            move(from.down(), "giving back");
            try {
                stepDown(from);
            } catch (IOException failure) {
                lose(failure);
                throw failure;
            }
        }
    }

    boolean reservedElsewhere() throws IOException {
        requireUsable();
        try {
            return file.lockedElsewhere(RESERVED_BYTE, 1);
        } catch (LostLockException gone) {
            lose(gone);
            throw gone;
        }
    }

    /** Frees everything this holder has. */
    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        move(LockLevel.NONE, "closed");
        if (loss == null) {
            file.close();
        }
    }

    private Optional<LockLevel> stepUp(LockLevel next) throws IOException {
        return switch (next) {
            case SHARED -> {
                if (!file.tryLock(PENDING_BYTE, 1, true)) {
                    yield Optional.of(LockLevel.PENDING);
                }
                boolean shared = file.tryLock(SHARED_FIRST, SHARED_BYTES, true);
                file.unlock(PENDING_BYTE, 1);
                yield shared ? Optional.empty() : Optional.of(LockLevel.EXCLUSIVE);
            }
            case RESERVED -> {
                if (file.tryLock(RESERVED_BYTE, 1, false)) {
                    yield Optional.empty();
                }
                yield Optional.of(pendingElsewhere() ? LockLevel.PENDING : LockLevel.RESERVED);
            }
            // Only the RESERVED holder comes here, so it is a reader just passing that is in the way.
            case PENDING -> file.tryLock(PENDING_BYTE, 1, false) ? Optional.empty() : Optional.of(LockLevel.SHARED);
            case EXCLUSIVE ->
                file.tryLock(SHARED_FIRST, SHARED_BYTES, false) ? Optional.empty() : Optional.of(LockLevel.SHARED);
            case NONE -> throw new IllegalStateException("nothing below NONE to climb from");
        };
    }

    /** A shared lock on the pending byte is only ever a reader passing; so try shared, to see the exclusive one alone. */
    private boolean pendingElsewhere() throws IOException {
        if (!file.tryLock(PENDING_BYTE, 1, true)) {
            return true;
        }
        file.unlock(PENDING_BYTE, 1);
        return false;
    }

    private void stepDown(LockLevel from) throws IOException {
        switch (from) {
            case EXCLUSIVE -> {
                if (!file.tryLock(SHARED_FIRST, SHARED_BYTES, true)) {
                    throw new IOException(path + ": the exclusive lock could not be turned into a shared one");
                }
            }
            case PENDING -> file.unlock(PENDING_BYTE, 1);
            case RESERVED -> file.unlock(RESERVED_BYTE, 1);
            case SHARED -> file.unlock(SHARED_FIRST, SHARED_BYTES);
            case NONE -> throw new IllegalStateException("nothing below NONE");
        }
    }

    /** Whether the failed step took its range is unknown, so gives the range back in any case. */
    private void undo(LockLevel step, IOException failure) throws IOException {
        if (failure instanceof LostLockException) {
            lose(failure);
            return;
        }
        try {
            stepDown(step);
            if (step == LockLevel.SHARED || step == LockLevel.RESERVED) {
                file.unlock(PENDING_BYTE, 1);
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
            lose(failure);
        }
    }

    private void lose(IOException cause) {
        LockLevel had = level;
        loss = cause;
        move(LockLevel.NONE, "lost");
        LOG.warn("{}: lock lost at {}: what the lock file holds is unknown, so all of it is freed", path, had, cause);
        try {
            file.close();
        } catch (IOException unclosed) {
            cause.addSuppressed(unclosed);
        }
    }

    private void requireUsable() throws IOException {
        if (loss != null) {
            throw new IOException(
                    path + ": this lock was lost when the lock file failed; close it and open a new one", loss);
        }
        if (closed) {
            throw new IOException(path + ": this lock is closed; open a new one");
        }
    }

    /** The only place where the level changes. */
    private void move(LockLevel to, String reason) {
        LockLevel from = level;
        boolean oneStep = from.isNextTo(to);
        boolean freed = closed || loss != null;
        if (!oneStep && !(freed && to == LockLevel.NONE)) {
            throw new IllegalStateException(path + ": no step from " + from + " to " + to + " (" + reason + ")");
        }
        level = to;
        LOG.trace("{}: {} -> {}, {}", path, from, to, reason);
    }
}
