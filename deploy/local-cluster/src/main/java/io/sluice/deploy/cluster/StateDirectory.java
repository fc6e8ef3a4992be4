package io.sluice.deploy.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory a cluster keeps its state in, held under a lock from {@link #lock} to {@link #close}: two clusters on
 * one directory would destroy each other's data. Not for several threads at once.
 *
 * <pre>
 * cluster.lock          held while a cluster runs here; names the process that holds it
 * cluster.properties    cluster id, number of brokers, ports
 * broker-1/             server.properties, data/, the pid of the running process
 * worker-1/             worker.properties, the pid of the running process
 * logs/                 broker-1.log (the node's log), broker-1.out (its standard output and error)
 * </pre>
 */
final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final Path directory;
    private final FileChannel lockFile;
    private final List<LocalNode> users = new CopyOnWriteArrayList<>();

    private StateDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Creates the directory if need be and takes its lock, or fails at once if a running cluster holds it. */
    static StateDirectory lock(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("logs"));
        Path file = directory.resolve("cluster.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new ClusterException("The state directory " + directory + " is in use by a running cluster ("
                        + holderOf(channel) + "). Stop that one first, or choose another directory.");
            }
            channel.truncate(0);
            String holder = "process " + ProcessHandle.current().pid();
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return new StateDirectory(directory, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by a cluster in this JVM
        }
    }

    private static String holderOf(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(100);
        channel.read(text, 0);
        return text.position() == 0
                ? "process unknown"
                : new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    Path path() {
        return directory;
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** The directory of a node, created if need be. */
    Path node(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /**
     * What an earlier start recorded: the cluster's id, size and ports.
     *
     * @throws ClusterException if the file was damaged since
     */
    Optional<Properties> recorded() throws IOException {
        Path file = directory.resolve("cluster.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream content = Files.newInputStream(file)) {
            properties.load(content);
        } catch (IllegalArgumentException e) {
            throw damaged(file, "is no property file (" + e.getMessage() + ")");
        }
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(ClusterPorts.KEY_PREFIX) && !isPort(properties.getProperty(key))) {
                throw damaged(
                        file, "has " + key + "=" + properties.getProperty(key) + ", which is no port from 1 to 65535");
            }
        }
        return Optional.of(properties);
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= 65_535;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static ClusterException damaged(Path file, String how) {
        return new ClusterException("The file " + file + " is damaged: it " + how
                + ". Correct or remove that line, or choose another state directory.");
    }

    void record(Properties properties) throws IOException {
        replace(directory.resolve("cluster.properties"), properties, "Written by Sluice: do not edit");
    }

    static void writeProperties(Path file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        replace(file, properties, "Written by Sluice at every start");
    }

    /**
     * A start that is killed while it writes must not leave half a file for the next one. Escaped to ASCII: Kafka reads
     * the bytes of a property file as ISO-8859-1, and would take a path in UTF-8 for another one.
     */
    private static void replace(Path file, Properties properties, String comment) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream content = Files.newOutputStream(temporary)) {
            properties.store(content, comment);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Warns about disks that lose locks or data, where that can be told from the file system's type. */
    void warnAboutFileSystem() throws IOException {
        FileStore store = Files.getFileStore(directory);
        if (store.type().startsWith("nfs") || store.type().startsWith("cifs")) {
            LOG.warn(
                    "The state directory {} is on a network file system ({}): brokers need a local disk",
                    directory,
                    store.type());
        }
    }

    /** Tells which node's processes keep their data here: the lock outlasts them. */
    void usedBy(LocalNode node) {
        users.add(node);
    }

    /** Gives the lock back: at once, or, if a process that could not be ended still writes here, when it ends. */
    @Override
    public void close() {
        CompletableFuture<Void> released = release();
        if (!released.isDone()) {
            LOG.warn("The state directory {} stays locked until the last process that uses it has ended", directory);
        }
    }

    /** As {@link #close}; completes, perhaps on a thread of the JDK, when the lock has been given back. */
    CompletableFuture<Void> release() {
        List<LocalNode> alive = users.stream().filter(LocalNode::alive).toList();
        if (alive.isEmpty()) {
            unlock();
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(alive.stream().map(LocalNode::onExit).toArray(CompletableFuture[]::new))
                .thenRun(this::unlock);
    }

    /** The lock file stays: removing it would race with the next holder. */
    private void unlock() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("Closing the lock of {} failed", directory, e);
        }
    }
}
