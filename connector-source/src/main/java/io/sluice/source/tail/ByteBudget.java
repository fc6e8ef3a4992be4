package io.sluice.source.tail;

/**
 * How many bytes may be on their way from the files to where they are acknowledged. The reader takes room before it reads,
 * and reads nothing while there is none: so a slow broker stops the reading, and memory stays flat. Safe from any thread.
 */
final class ByteBudget {

    private final long most;
    private final Runnable onRoom;
    private long used;
    private long mostUsed;

    /** @param onRoom called after room was given back, on the thread that did; must not block */
    ByteBudget(long most, Runnable onRoom) {
        this.most = most;
        this.onRoom = onRoom;
    }

    /** Takes as much room, or none if there is less. */
    synchronized boolean take(long bytes) {
        if (bytes > most - used) {
            return false;
        }
        used += bytes;
        mostUsed = Math.max(mostUsed, used);
        return true;
    }

    void giveBack(long bytes) {
        if (bytes == 0) {
            return;
        }
        synchronized (this) {
            if (bytes > used) {
                throw new IllegalStateException("given back " + bytes + " of " + used + " bytes");
            }
            used -= bytes;
        }
        onRoom.run();
    }

    synchronized long used() {
        return used;
    }

    synchronized long mostUsed() {
        return mostUsed;
    }
}
