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

    long bytes() {
        return files.stream().mapToLong(FoundFile::bytes).sum();
    }
}
