package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.vfs.DiskUsage;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What can be asked about a path; each question is a task. Any thread. */
final class Questions {
    private final Vfs vfs;
    private final Dispatcher dispatcher;

    Questions(Vfs vfs, Dispatcher dispatcher) {
        this.vfs = vfs;
        this.dispatcher = dispatcher;
    }

    CompletableFuture<FileStat> stat(Path path) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> vfs.stat(path));
    }

    CompletableFuture<FileStat> statLink(Path path) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> vfs.statLink(path));
    }

    CompletableFuture<Boolean> exists(Path path) {
        return stat(path, vfs::stat, stat -> true);
    }

    CompletableFuture<Boolean> isFile(Path path) {
        return stat(path, vfs::stat, FileStat::isFile);
    }

    CompletableFuture<Boolean> isDirectory(Path path) {
        return stat(path, vfs::stat, FileStat::isDirectory);
    }

    CompletableFuture<Boolean> isLink(Path path) {
        return stat(path, vfs::statLink, FileStat::isLink);
    }

    private interface Look {
        FileStat at(Path path) throws IOException;
    }

    private CompletableFuture<Boolean> stat(Path path, Look look, Predicate<FileStat> question) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> {
            try {
                return question.test(look.at(path));
            } catch (NoSuchFileException e) {
                return false;
            }
        });
    }

    CompletableFuture<Boolean> sameFile(Path one, Path other) {
        return dispatcher.submit(
                Operation.STAT,
                one,
                0,
                () -> vfs.canonical(one).equals(vfs.canonical(other))
                        || vfs.stat(one).sameFile(vfs.stat(other)));
    }

    CompletableFuture<Boolean> access(Path path, AccessMode... modes) {
        if (modes.length == 0) {
            return exists(path);
        }
        return dispatcher.submit(Operation.ACCESS, path, 0, () -> {
            boolean all = true;
            for (AccessMode mode : modes) {
                all &= switch (mode) {
                    case READ -> vfs.isReadable(path);
                    case WRITE -> vfs.isWritable(path);
                    case EXECUTE -> vfs.isExecutable(path);
                };
            }
            return all;
        });
    }

    CompletableFuture<Path> canonical(Path path) {
        return dispatcher.submit(Operation.CANONICAL, path, 0, () -> vfs.canonical(path));
    }

    CompletableFuture<Path> readLink(Path link) {
        return dispatcher.submit(Operation.READ_LINK, link, 0, () -> vfs.readLink(link));
    }

    CompletableFuture<DiskUsage> diskUsage(Path path) {
        return dispatcher.submit(Operation.DISK_USAGE, path, 0, () -> vfs.diskUsage(path));
    }
}
