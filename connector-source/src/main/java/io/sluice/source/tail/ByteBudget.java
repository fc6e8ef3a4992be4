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

    /** What was asked for in vain; 0 if nothing was since it was last there. */
    private long wanted;

    /** @param onRoom called when there is room that was asked for in vain, on the thread that gave it back; must not block */
    ByteBudget(long most, Runnable onRoom) {
        this.most = most;
        this.onRoom = onRoom;
    }

    /** Takes as much room, or none if there is less. */
    synchronized boolean take(long bytes) {
        if (bytes > most - used) {
            wanted = bytes;
            return false;
        }
        wanted = 0;
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
            if (wanted == 0 || wanted > most - used) {
                return;
            }
            wanted = 0;
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
