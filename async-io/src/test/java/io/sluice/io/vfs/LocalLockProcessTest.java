package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"));
                URLClassLoader copies = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = copies.loadClass(LocalVfs.class.getName());
            assertThat(copy).isNotSameAs(LocalVfs.class);
            try (AutoCloseable copiedVfs = (AutoCloseable)
                            copy.getMethod("rootedAt", Path[].class).invoke(null, (Object) new Path[] {directory});
                    AutoCloseable copied = (AutoCloseable)
                            copy.getMethod("openLockFile", Path.class).invoke(copiedVfs, Path.of("lock"))) {
                var tryLock = copies.loadClass(VfsLockFile.class.getName())
                        .getMethod("tryLock", long.class, long.class, boolean.class);
                assertThat(mine.tryLock(0, 1, false)).isTrue();
                assertThat(tryLock.invoke(copied, 0L, 1L, false)).isEqualTo(false);
                assertThat(tryLock.invoke(copied, 1L, 1L, false)).isEqualTo(true);
                assertThat(mine.tryLock(1, 1, true)).isFalse();
            } catch (IOException | ReflectiveOperationException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
            assertThat(other.ask("lock")).isFalse();
            assertThat(mine.tryLock(1, 1, false)).isTrue();
        }
    }

    @Test
    void theRegistryHoldsNothingOnceAllIsClosedAndOnlyTypesOfTheJdkBefore() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(Path.of("lock"))) {
            mine.tryLock(0, 1, false);
            Map<?, ?> files = (Map<?, ?>) System.getProperties().get(LockFileRegistry.NAME);
            assertThat(files).isNotEmpty();
            assertOnlyTypesOfTheJdk(files);
        }
        assertThat((Map<?, ?>) System.getProperties().get(LockFileRegistry.NAME))
                .isEmpty();
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
