package io.sluice.io.tree;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Creates a directory and those above it that are missing, on the calling thread. */
public final class Directories {
    private Directories() {}

    /** Creates {@code directory}; fine if it is there. What is missing above it is created too. */
    public static void create(Vfs vfs, Path directory) throws IOException {
        create(vfs, directory, false);
    }

    /** Like {@link #create(Vfs, Path)}, and once it returns the directory outlasts a crash. */
    public static void createDurably(Vfs vfs, Path directory) throws IOException {
        create(vfs, directory, true);
    }

    private static void create(Vfs vfs, Path directory, boolean durably) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = vfs.absolute(directory);
        while (!isDirectory(vfs, existing)) {
            missing.push(existing);
            existing = existing.getParent();
            if (existing == null) {
                throw new NoSuchFileException(directory.toString(), null, "no directory above it exists");
            }
        }
        if (durably) {
            syncEntryOf(vfs, existing);
        }
        while (!missing.isEmpty()) {
            Path next = missing.pop();
            try {
                vfs.createDirectory(next);
            } catch (FileAlreadyExistsException raced) {
                if (!isDirectory(vfs, next)) {
                    throw raced;
                }
            }
            if (durably) {
                // Before anything is created below: whoever finds a directory may rely on those above it.
                vfs.syncDirectory(next.getParent());
            }
        }
    }

    /**
     * Syncs the entry of a directory that was there: its creator, another thread perhaps, may not have come to it yet. As
     * everyone syncs from the top down, the ones above it are durable.
     */
    private static void syncEntryOf(Vfs vfs, Path existing) throws IOException {
        Path parent = existing.getParent();
        if (parent == null) {
            return;
        }
        try {
            vfs.syncDirectory(parent);
        } catch (AccessDeniedException outsideOfTheRoots) {
            // Then no one under the same roots has created it.
        }
    }

    private static boolean isDirectory(Vfs vfs, Path path) throws IOException {
        try {
            if (vfs.stat(path).isDirectory()) {
                return true;
            }
        } catch (NoSuchFileException missing) {
            return false;
        }
        throw new FileAlreadyExistsException(path.toString(), null, "it is in the way of a directory and is not one");
    }
}
