package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps handles on the directories that files were opened in last, because to open and close one costs more than to
 * open a file through it. Safe from any thread; the calling thread does the work. A handle that is in use when its
 * place is needed is closed by its last user.
 */
final class DirectoryHandles {

    /** Each handle takes two descriptors of the process. */
    static final int CAPACITY = 32;

    /** A handle and how many calls use it now. Guarded by {@link #shared}. */
    private static final class Shared {
        private final DirectoryHandle handle;
        private final VerifiedDirectory directory;
        private int users = 1;
        private boolean dropped;

        Shared(DirectoryHandle handle, VerifiedDirectory directory) {
            this.handle = handle;
            this.directory = directory;
        }

        boolean isUnused() {
            return dropped && users == 0;
        }
    }

    /** The use of a handle by one call. */
    final class Lease implements AutoCloseable {
        private final Shared lent;

        private Lease(Shared lent) {
            this.lent = lent;
        }

        DirectoryHandle handle() {
            return lent.handle;
        }

        VerifiedDirectory directory() {
            return lent.directory;
        }

        @Override
        public void close() {
            boolean last;
            synchronized (shared) {
                lent.users--;
                last = lent.isUnused();
            }
            if (last) {
                lent.handle.closeQuietly();
            }
        }
    }

    private final LocalPaths paths;
    private final Map<Path, Shared> shared = new LinkedHashMap<>(CAPACITY, 0.75f, true);
    private boolean closed;

    DirectoryHandles(LocalPaths paths) {
        this.paths = paths;
    }

    /** A handle on the very directory that the spot was found in; null on systems without. */
    Lease on(LocalPaths.Spot spot) throws IOException {
        synchronized (shared) {
            Shared known = shared.get(spot.parent());
            if (known != null && known.directory.key().equals(spot.directory().key())) {
                known.users++;
                return new Lease(known);
            }
        }
        DirectoryHandle handle = paths.handleOn(spot);
        return handle == null ? null : new Lease(keep(spot, handle));
    }

    private Shared keep(LocalPaths.Spot spot, DirectoryHandle handle) {
        Shared fresh = new Shared(handle, spot.directory());
        List<Shared> unused = new ArrayList<>(1);
        synchronized (shared) {
            if (closed) {
                fresh.dropped = true;
                return fresh;
            }
            drop(shared.put(spot.parent(), fresh), unused);
            if (shared.size() > CAPACITY) {
                drop(shared.remove(shared.keySet().iterator().next()), unused);
            }
        }
        unused.forEach(each -> each.handle.closeQuietly());
        return fresh;
    }

    private static void drop(Shared entry, List<Shared> unused) {
        if (entry != null) {
            entry.dropped = true;
            if (entry.isUnused()) {
                unused.add(entry);
            }
        }
    }

    /** The handles that are open now. */
    int open() {
        synchronized (shared) {
            return shared.size();
        }
    }

    void close() {
        List<Shared> unused = new ArrayList<>();
        synchronized (shared) {
            closed = true;
            shared.values().forEach(entry -> drop(entry, unused));
            shared.clear();
        }
        unused.forEach(each -> each.handle.closeQuietly());
    }
}
