package io.sluice.io.read.compare;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of a tree, in the order of their paths. Links are not followed. What cannot be looked at is noted. */
record TreeFiles(List<FoundFile> files, List<FileFailure> unlisted) {

    private static final int MOST_WARM_UP_FILES = 2_000;
    private static final long WARM_UP_BYTES = 64_000_000;

    static TreeFiles under(Vfs vfs, Path directory) throws IOException {
        FileStat top = vfs.stat(directory);
        if (!top.isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        List<FoundFile> files = new ArrayList<>();
        List<FileFailure> unlisted = new ArrayList<>();
        ArrayDeque<Path> directories = new ArrayDeque<>(List.of(directory));
        for (Path next = directories.poll(); next != null; next = directories.poll()) {
            try (Vfs.Listing listing = vfs.list(next)) {
                for (Path entry = listing.next(); entry != null; entry = listing.next()) {
                    look(vfs, entry, files, directories, unlisted);
                }
            } catch (IOException e) {
                unlisted.add(FileFailure.of(next, e));
            }
        }
        files.sort(Comparator.comparing(FoundFile::path));
        return new TreeFiles(List.copyOf(files), List.copyOf(unlisted));
    }

    private static void look(
            Vfs vfs, Path entry, List<FoundFile> files, ArrayDeque<Path> directories, List<FileFailure> unlisted) {
        try {
            FileStat stat = vfs.statLink(entry);
            if (stat.isDirectory()) {
                directories.add(entry);
            } else if (stat.isFile()) {
                files.add(new FoundFile(entry, stat.bytes()));
            }
        } catch (IOException e) {
            unlisted.add(FileFailure.of(entry, e));
        }
    }

    /** A part that is large enough to warm up with, and read soon. */
    TreeFiles some() {
        long bytes = 0;
        int count = 0;
        while (count < files.size() && count < MOST_WARM_UP_FILES && bytes < WARM_UP_BYTES) {
            bytes += files.get(count++).bytes();
        }
        return new TreeFiles(files.subList(0, count), List.of());
    }

    long bytes() {
        return files.stream().mapToLong(FoundFile::bytes).sum();
    }
}
