package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks between real processes, and between two copies of the classes in one process. */
@Timeout(120)
class LocalLockProcessTest {

    @TempDir
    Path directory;

    private final List<Other> others = new ArrayList<>();
    private LocalVfs vfs;

    @BeforeEach
    void start() throws IOException {
        vfs = LocalVfs.rootedAt(directory);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Other other : others) {
            other.kill();
        }
        vfs.close();
    }

    /** Another process that takes orders. */
    private static final class Other {
        private final Process process;
        private final BufferedWriter orders;
        private final BufferedReader answers;

        Other(Path root) throws IOException {
            process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolderMain.class.getName(),
                            root.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            orders = process.outputWriter(UTF_8);
            answers = process.inputReader(UTF_8);
            assertThat(answers.readLine()).isEqualTo("ready");
        }

        boolean ask(String order) throws IOException {
            orders.write(order + "\n");
            orders.flush();
            return switch (String.valueOf(answers.readLine())) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IOException("no answer to " + order);
            };
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Other other() throws IOException {
        Other other = new Other(directory);
        others.add(other);
        return other;
    }

    @Test
    void anotherProcessIsKeptOffUntilItsHolderIsKilled() throws IOException, InterruptedException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            assertThat(other.ask("lock")).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            assertThat(mine.tryLock(0, 1, true)).isFalse();
            assertThat(mine.lockedElsewhere(0, 1)).isTrue();
            other.kill();
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void locksAreConvertedAgainstAnotherProcess() throws IOException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(other.ask("share")).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            assertThat(other.ask("lock")).isFalse();
            assertThat(mine.lockedElsewhere(0, 1)).isTrue();
            assertThat(other.ask("elsewhere")).isTrue();
            assertThat(other.ask("unlock")).isTrue();
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(other.ask("share")).isFalse();
            assertThat(other.ask("elsewhere")).isTrue();
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(other.ask("share")).isTrue();
        }
    }

    @Test
    void whoHoldsARangeExclusivelyHoldsItsGuardSoNobodyGetsInBetweenWhenItIsConverted() throws IOException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            mine.tryLock(0, 1, true);
            assertThat(other.ask("guard")).isTrue();
            mine.tryLock(0, 1, false);
            assertThat(other.ask("guard")).isFalse();
            mine.tryLock(0, 1, true);
            assertThat(other.ask("guard")).isTrue();
            mine.unlock(0, 1);
            mine.tryLock(0, 1, false);
            assertThat(other.ask("guard")).isFalse();
            mine.unlock(0, 1);
            assertThat(other.ask("guard")).isTrue();
        }
    }

    @Test
    void askingTakesNothingAwayFromWhoAsks() throws IOException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            assertThat(other.ask("lock")).isFalse();
            assertThat(other.ask("share")).isTrue();
        }
    }

    @Test
    void aSecondOpenerInTheProcessDoesNotDropTheLocksWhenItCloses() throws IOException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            vfs.openLockFile(Path.of("lock")).close();
            try (LocalVfs second = LocalVfs.rootedAt(directory)) {
                second.openLockFile(Path.of("lock")).close();
            }
            assertThat(other.ask("lock")).isFalse();
        }
        assertThat(other.ask("lock")).isTrue();
    }

    @Test
    void twoHoldersInOneProcessShareUntilTheLastOneLeaves() throws IOException {
        Other other = other();
        try (VfsLockFile first = vfs.openLockFile(Path.of("lock"))) {
            try (VfsLockFile second = vfs.openLockFile(Path.of("lock"))) {
                first.tryLock(0, 1, true);
                second.tryLock(0, 1, true);
                first.unlock(0, 1);
                assertThat(other.ask("lock")).isFalse();
            }
            assertThat(other.ask("lock")).isTrue();
        }
    }

    @Test
    void aSecondCopyOfTheClassesSharesTheLocksAndTheChannel() throws IOException, ReflectiveOperationException {
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            try (CopiedLockFile copied = new CopiedLockFile(directory)) {
                assertThat(mine.tryLock(0, 1, false)).isTrue();
                assertThat(copied.tryLock(0, 1)).isFalse();
                assertThat(copied.tryLock(1, 1)).isTrue();
                assertThat(mine.tryLock(1, 1, true)).isFalse();
            }
            assertThat(other.ask("lock")).isFalse();
            assertThat(mine.tryLock(1, 1, false)).isTrue();
        }
    }

    @Test
    void theRegistryHoldsNothingOnceAllIsClosedAndOnlyTypesOfTheJdkBefore() throws IOException, JMException {
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            mine.tryLock(0, 1, false);
            assertThat(SharedLockFiles.ofThisProcess()).isNotEmpty();
            assertOnlyTypesOfTheJdk(SharedLockFiles.ofThisProcess());
        }
        assertThat(SharedLockFiles.ofThisProcess()).isEmpty();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(SharedLockFiles.NAME);
        assertThat(server.getClassLoaderFor(name)).isNull();
        assertThat(server.getMBeanInfo(name).getAttributes()).isEmpty();
    }

    @Test
    void theSystemPropertiesStayTextAndReplacingThemLosesNoLock() throws IOException, ReflectiveOperationException {
        Properties before = System.getProperties();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"));
                CopiedLockFile copied = new CopiedLockFile(directory)) {
            mine.tryLock(0, 1, false);
            before.store(OutputStream.nullOutputStream(), null);
            before.list(new PrintStream(OutputStream.nullOutputStream()));
            System.setProperties(null);

            assertThat(copied.tryLock(0, 1)).isFalse();
            vfs.openLockFile(Path.of("lock")).close();
            new CopiedLockFile(directory).close();
            assertThat(other().ask("lock")).isFalse();
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void aLockFileIsNotOpenedInAnotherWayByAnyCopyOfTheClasses() throws IOException, ReflectiveOperationException {
        Path lock = Files.writeString(directory.resolve("lock"), "content");
        Other other = other();
        try (LocalVfs idle = LocalVfs.rootedAt(directory);
                CopiedLockFile copied = new CopiedLockFile(directory)) {
            assertThat(copied.tryLock(0, 1)).isTrue();
            for (LocalVfs each : List.of(vfs, idle)) {
                for (OpenMode mode : List.of(OpenMode.READ, OpenMode.APPEND, OpenMode.TRUNCATE)) {
                    assertInUse(() -> each.open(lock, mode).close());
                }
                try (FileOpener opener = each.opener()) {
                    assertInUse(() -> opener.open(lock).close());
                }
            }
            assertThat(other.ask("lock")).isFalse();
        }
        assertThat(WholeFiles.text(vfs, lock)).isEqualTo("content");
    }

    private static void assertInUse(ThrowingCallable call) {
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(call)
                .withMessageContaining("open as a lock file in this process");
    }

    @Test
    void aFileOpenedBeforeItWasLockedDropsNoLockWhenItIsClosed() throws IOException {
        VfsFile created = vfs.open(Path.of("lock"), OpenMode.CREATE_NEW);
        VfsFile read = vfs.open(Path.of("lock"), OpenMode.READ);
        Other other = other();
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            mine.tryLock(0, 1, false);
            created.close();
            read.close();
            read.close();

            assertThat(other.ask("lock")).isFalse();
            assertThatThrownBy(read::size).isInstanceOf(ClosedChannelException.class);
            assertThat(descriptorsOf("lock")).isEqualTo(3);
        }
        assertThat(descriptorsOf("lock")).isZero();
        assertThat(other.ask("lock")).isTrue();
    }

    private long descriptorsOf(String name) throws IOException {
        Path real = directory.toRealPath().resolve(name);
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).exists();
        long count = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : each) {
                try {
                    count += Files.readSymbolicLink(descriptor).equals(real) ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // The one that lists them.
                }
            }
        }
        return count;
    }

    @Test
    void aLockWhoseChannelWasClosedIsLostAndSaysSoAndCanBeTakenAnew() throws IOException {
        Other other = other();
        VfsFile early = vfs.open(Path.of("lock"), OpenMode.EDIT);
        VfsLockFile mine = vfs.openLockFile(Path.of("lock"));
        mine.tryLock(0, 1, false);
        early.close();
        // As only code that does not belong here can, and the system drops the locks.
        for (Map<String, Object> entry : SharedLockFiles.ofThisProcess().values()) {
            ((FileChannel) entry.get(LockFileRegistry.CHANNEL)).close();
        }

        assertThatThrownBy(() -> mine.tryLock(0, 1, false)).isInstanceOf(LostLockException.class);
        assertThatThrownBy(() -> mine.lockedElsewhere(0, 1)).isInstanceOf(LostLockException.class);
        mine.unlock(0, 1);
        try (VfsLockFile anew = vfs.openLockFile(Path.of("lock"))) {
            assertThat(anew.tryLock(0, 1, false)).isTrue();
            mine.close();
            assertThat(other.ask("lock")).isFalse();
            assertThat(SharedLockFiles.ofThisProcess()).hasSize(1);
        }
        assertThat(SharedLockFiles.ofThisProcess()).isEmpty();
        assertThat(other.ask("lock")).isTrue();
    }

    /** A lock file opened by a second copy of the classes, as another plug-in of a Connect worker has it. */
    private static final class CopiedLockFile implements AutoCloseable {
        private final URLClassLoader copies = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        private final AutoCloseable copiedVfs;
        private final AutoCloseable file;

        CopiedLockFile(Path root) throws IOException, ReflectiveOperationException {
            Class<?> copy = copies.loadClass(LocalVfs.class.getName());
            assertThat(copy).isNotSameAs(LocalVfs.class);
            copiedVfs =
                    (AutoCloseable) copy.getMethod("rootedAt", Path[].class).invoke(null, (Object) new Path[] {root});
            file = (AutoCloseable) copy.getMethod("openLockFile", Path.class).invoke(copiedVfs, Path.of("lock"));
        }

        boolean tryLock(long position, long length) throws ReflectiveOperationException {
            return (Boolean) copies.loadClass(VfsLockFile.class.getName())
                    .getMethod("tryLock", long.class, long.class, boolean.class)
                    .invoke(file, position, length, false);
        }

        @Override
        public void close() throws IOException {
            try (copies;
                    AutoCloseable first = copiedVfs;
                    AutoCloseable second = file) {
                assertThat(first).isNotSameAs(second);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private static void assertOnlyTypesOfTheJdk(Object value) {
        if (value != null) {
            assertThat(value.getClass().getClassLoader()).as("%s", value).isNull();
        }
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(LocalLockProcessTest::assertOnlyTypesOfTheJdk);
            map.values().forEach(LocalLockProcessTest::assertOnlyTypesOfTheJdk);
        } else if (value instanceof List<?> list) {
            list.forEach(LocalLockProcessTest::assertOnlyTypesOfTheJdk);
        }
    }

    @Test
    void aLockFileMadeAnewIsLockedAnew() throws IOException {
        try (VfsLockFile old = vfs.openLockFile(Path.of("lock"))) {
            old.tryLock(0, 1, false);
            Files.delete(directory.resolve("lock"));
            Other other = other();
            assertThat(other.ask("lock")).isTrue();
            try (VfsLockFile anew = vfs.openLockFile(Path.of("lock"))) {
                assertThat(anew.tryLock(0, 1, false)).isFalse();
            }
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
