package io.sluice.io.tree;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Creates a directory and those above it that are missing, on the calling thread. */
public final class Directories {
    private Directories() {}

    /** Creates {@code directory}; fine if it is there. What is missing above it is created too. */
    public static void create(Vfs vfs, Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = vfs.absolute(directory);
        while (!isDirectory(vfs, existing)) {
            missing.push(existing);
            existing = existing.getParent();
            if (existing == null) {
                throw noneExists(directory);
            }
        }
        while (!missing.isEmpty()) {
            createOne(vfs, missing.pop());
        }
    }

    /** Like {@link #create(Vfs, Path)}, and once it returns the directory outlasts a crash. */
    public static void createDurably(Vfs vfs, Path directory) throws IOException {
        createDurably(vfs, List.of(directory));
    }

    /** The same for several; what they have above them in common is synced once. */
    public static void createDurably(Vfs vfs, Collection<Path> directories) throws IOException {
        NavigableMap<Integer, Set<Path>> missingByDepth = new TreeMap<>();
        Set<Path> known = new HashSet<>();
        Set<Path> parentsOfExisting = new LinkedHashSet<>();
        for (Path directory : directories) {
            Path at = vfs.absolute(directory);
            while (at != null && known.add(at)) {
                if (isDirectory(vfs, at)) {
                    parentsOfExisting.add(at.getParent());
                    break;
                }
                missingByDepth
                        .computeIfAbsent(at.getNameCount(), depth -> new LinkedHashSet<>())
                        .add(at);
                at = at.getParent();
            }
            if (at == null) {
                throw noneExists(directory);
            }
        }
        for (Path parent : parentsOfExisting) {
            syncEntriesIn(vfs, parent);
        }
        for (Set<Path> ofOneDepth : missingByDepth.values()) {
            Set<Path> parents = new LinkedHashSet<>();
            for (Path missing : ofOneDepth) {
                createOne(vfs, missing);
                parents.add(missing.getParent());
            }
            for (Path parent : parents) {
                // Before anything is created below: whoever finds a directory may rely on those above it.
                vfs.syncDirectory(parent);
            }
        }
    }

    private static NoSuchFileException noneExists(Path directory) {
        return new NoSuchFileException(directory.toString(), null, "no directory above it exists");
    }

    private static void createOne(Vfs vfs, Path directory) throws IOException {
        try {
            vfs.createDirectory(directory);
        } catch (FileAlreadyExistsException raced) {
            if (!isDirectory(vfs, directory)) {
                throw raced;
            }
        }
    }

    /**
     * Syncs the entries of directories that were there: their creator, another thread perhaps, may not have come to it yet. As
     * everyone syncs from the top down, the ones above are durable.
     */
    private static void syncEntriesIn(Vfs vfs, Path parent) throws IOException {
        if (parent == null) {
            return;
        }
        try {
            vfs.syncDirectory(parent);
        } catch (AccessDeniedException outsideOfTheRoots) {
            // Then no one under the same roots has created them.
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
