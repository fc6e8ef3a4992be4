package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The directory that a local run keeps everything of its own in, held under a lock, which the system frees when the process
 * ends, however it ends. Used by the command's thread.
 *
 * <pre>
 * run.lock         held while it runs; names the process
 * artefacts/       the unpacked archives
 * cluster/         the broker's and the worker's state and logs
 * app.properties   the application's configuration, app-state/ its state
 * </pre>
 */
public final class Workspace implements AutoCloseable {
    private final Path directory;
    private final FileChannel lockFile;

    private Workspace(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Creates the directory if need be and takes its lock, or fails at once if another run holds it. */
    public static Workspace open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        FileChannel file = FileChannel.open(
                absolute.resolve("run.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (!locked(file)) {
                throw new ClusterException("The directory " + absolute + " is in use by another run (" + holder(file)
                        + "). Wait for it or stop it, or choose another directory with --dir DIR.");
            }
            file.truncate(0);
            byte[] holder = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            file.write(ByteBuffer.wrap(holder), 0);
            return new Workspace(absolute, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens the directory of runs that each begin anew: what the one before left goes, and a directory that none of them made is not
     * touched. No process of the one before runs any more then.
     *
     * @param mark a file that says whose the directory is
     * @param maker who such a run is, for people
     * @param content what a run leaves
     */
    public static Workspace anew(Path directory, String mark, String maker, List<String> content)
            throws IOException, InterruptedException {
        boolean ours = Files.exists(directory.resolve(mark));
        if (!ours && Files.isDirectory(directory) && !isEmpty(directory)) {
            throw new ClusterException(
                    "The directory " + directory.toAbsolutePath().normalize() + " is not empty, and no " + maker
                            + " made it. Choose another one with --dir DIR.");
        }
        Workspace workspace = open(directory);
        boolean ready = false;
        try {
            if (!ours) {
                Files.createFile(workspace.resolve(mark));
            }
            LocalCluster.awaitEndOfLeftovers(workspace.resolve("cluster"));
            for (String name : content) {
                workspace.remove(name);
            }
            ready = true;
            return workspace;
        } finally {
            if (!ready) {
                workspace.close();
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this JVM
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(100);
        file.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    public Path directory() {
        return directory;
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    /** Removes what is in one of its directories, and the directory. */
    public void remove(String name) throws IOException {
        if (Files.exists(directory.resolve(name))) {
            try (Vfs vfs = LocalVfs.rootedAt(directory)) {
                TreeRemoval.remove(vfs, directory.toRealPath().resolve(name));
            }
        }
    }

    /** The lock file stays: removing it would race with the next holder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
