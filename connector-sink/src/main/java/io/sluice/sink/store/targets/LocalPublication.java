package io.sluice.sink.store.targets;

import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Moves staged files to their names, durably; may be repeated, also by several at once. Any thread. */
final class LocalPublication {
    private static final int MOST_SYNCS = 16;

    private final Vfs vfs;
    private final LocalReads reads;
    private final String location;
    private final Executor helpers;

    /** @param helpers who sync directories beside the caller; they may be busy */
    LocalPublication(Vfs vfs, LocalReads reads, String location, Executor helpers) {
        this.vfs = vfs;
        this.reads = reads;
        this.location = location;
        this.helpers = helpers;
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
        List<StagedObject> missing = new ArrayList<>();
        for (StagedObject object : staged) {
            Path name = names.apply(object);
            if (reads.size(name).isEmpty()) {
                missing.add(object);
            }
            changed.add(name.getParent());
        }
        Directories.createDurably(
                vfs,
                missing.stream().map(object -> names.apply(object).getParent()).toList());
        for (StagedObject object : missing) {
            move(parts.apply(object), names.apply(object), object);
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

    /** Several at a time, as the system writes down together what comes together. */
    void sync(Set<Path> directories) throws IOException {
        SideBySide.each(helpers, MOST_SYNCS, directories, this::sync);
    }

    private void sync(Path directory) throws IOException {
        try {
            vfs.syncDirectory(directory);
        } catch (NoSuchFileException missing) {
            // Nothing is in a directory that is not there.
        }
    }
}
