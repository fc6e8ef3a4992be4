package io.sluice.sink.store.targets;

import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Moves staged files to their names, durably; may be repeated, also by several at once. Any thread. */
final class LocalPublication {
    private final Vfs vfs;
    private final LocalReads reads;
    private final String location;

    LocalPublication(Vfs vfs, LocalReads reads, String location) {
        this.vfs = vfs;
        this.reads = reads;
        this.location = location;
    }

    /**
     * Publishes them in their order.
     *
     * @param names where each belongs
     * @param parts where each is staged
     */
    void publish(List<StagedObject> staged, Function<StagedObject, Path> names, Function<StagedObject, Path> parts)
            throws IOException {
        Set<Path> changed = new LinkedHashSet<>();
        for (StagedObject object : staged) {
            Path name = names.apply(object);
            Path part = parts.apply(object);
            if (reads.size(name).isEmpty()) {
                Directories.createDurably(vfs, name.getParent());
                move(part, name, object);
            }
            changed.add(name.getParent());
        }
        sync(changed);
        for (StagedObject object : staged) {
            removeSecondName(parts.apply(object));
        }
    }

    private void move(Path part, Path name, StagedObject object) throws IOException {
        try {
            vfs.replace(part, name);
        } catch (IOException failure) {
            // Moved by another at this moment, or moved and the reply was lost: in this order, see the package.
            if (reads.size(name).isPresent()) {
                return;
            }
            throw failure instanceof NoSuchFileException ? new StagedContentLostException(location, object) : failure;
        }
    }

    /** A power failure may leave a moved file under both names. The name that is seen is durable by now. */
    private void removeSecondName(Path part) throws IOException {
        try {
            if (reads.size(part).isPresent()) {
                vfs.delete(part);
            }
        } catch (NoSuchFileException gone) {
            // As it should be.
        }
    }

    void sync(Set<Path> directories) throws IOException {
        for (Path directory : directories) {
            try {
                vfs.syncDirectory(directory);
            } catch (NoSuchFileException missing) {
                // Nothing is in a directory that is not there.
            }
        }
    }
}
