package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A tree in memory that changes at random, and a plain walk over it that says what a scan must find. */
final class TreeModel {

    static final ScanRoot ROOT = new ScanRoot("logs", Path.of("/logs"));

    private final MemoryVfs memory;
    private final Random random;
    private final boolean links;

    TreeModel(MemoryVfs memory, Random random, boolean links) throws IOException {
        this.memory = memory;
        this.random = random;
        this.links = links;
        memory.createDirectory(ROOT.directory());
    }

    private Path anyDirectory() throws IOException {
        List<Path> all = new ArrayList<>(List.of(ROOT.directory()));
        collect(ROOT.directory(), all, new ArrayList<>());
        return all.get(random.nextInt(all.size()));
    }

    private void collect(Path directory, List<Path> directories, List<Path> others) throws IOException {
        for (String name : WholeFiles.names(memory, directory)) {
            Path path = directory.resolve(name);
            if (memory.statLink(path).isDirectory()) {
                directories.add(path);
                collect(path, directories, others);
            } else {
                others.add(path);
            }
        }
    }

    private Path anyPath() throws IOException {
        List<Path> directories = new ArrayList<>();
        List<Path> all = new ArrayList<>();
        collect(ROOT.directory(), directories, all);
        if (all.isEmpty() || random.nextInt(6) == 0) {
            all.addAll(directories);
        }
        return all.isEmpty() ? ROOT.directory().resolve("nothing") : all.get(random.nextInt(all.size()));
    }

    private Path newPath() throws IOException {
        String[] names = {"a", "b", "c", "d.log", "e.log", "f.log", "g.tmp", ".h"};
        return anyDirectory().resolve(names[random.nextInt(names.length)]);
    }

    /** Changes something, or tries to. */
    void change() throws IOException {
        try {
            switch (random.nextInt(links ? 10 : 8)) {
                case 0, 1 -> memory.open(newPath(), OpenMode.CREATE_NEW).close();
                case 2 -> memory.createDirectory(newPath());
                case 3 -> memory.rename(anyPath(), newPath());
                case 4 -> memory.replace(anyPath(), newPath());
                case 5 -> memory.delete(anyPath());
                case 6 -> memory.link(anyPath(), newPath());
                case 7 -> append(anyPath());
                case 8 -> memory.symlink(anyPath(), newPath());
                default -> memory.symlink(anyDirectory(), newPath());
            }
        } catch (FileSystemException e) {
            // It was not possible: a name was taken, a directory not empty. There is always a next change.
        }
    }

    private void append(Path path) throws IOException {
        try (VfsFile file = memory.open(path, OpenMode.UPDATE)) {
            int unused = file.write(ByteBuffer.wrap(new byte[] {1}), file.size());
        }
    }

    /** Every file that is to be found: the first of its paths, and what is to be said of it. */
    Map<Path, FileStat> expected(boolean follow, WatchedFiles watched) throws IOException {
        Map<Path, FileStat> found = new TreeMap<>();
        walk(ROOT.directory(), follow, found, new ArrayList<>());
        Set<Long> seen = new HashSet<>();
        Map<Path, FileStat> expected = new HashMap<>();
        for (Map.Entry<Path, FileStat> file : found.entrySet()) {
            if (seen.add(file.getValue().inode()) && watched.contains(ROOT, file.getKey())) {
                expected.put(file.getKey(), file.getValue());
            }
        }
        return expected;
    }

    private void walk(Path directory, boolean follow, Map<Path, FileStat> found, List<Long> inside) throws IOException {
        long inode = memory.stat(directory).inode();
        if (inside.contains(inode)) {
            return;
        }
        inside.add(inode);
        for (String name : WholeFiles.names(memory, directory)) {
            Path path = directory.resolve(name);
            if (name.startsWith(".") || name.endsWith(".tmp")) {
                continue;
            }
            FileStat stat = memory.statLink(path);
            if (stat.isLink() && follow) {
                try {
                    stat = memory.stat(path);
                } catch (FileSystemException e) {
                    continue;
                }
            }
            if (stat.isFile()) {
                found.put(path, stat);
            } else if (stat.isDirectory() && inside.size() <= 6) {
                walk(path, follow, found, inside);
            }
        }
        inside.remove(inside.size() - 1);
    }

    /** The inodes of all files under names that a scan looks at. */
    Set<Long> inodes() throws IOException {
        Set<Long> inodes = new HashSet<>();
        expected(false, WatchedFiles.ALL).values().forEach(stat -> inodes.add(stat.inode()));
        return inodes;
    }
}
