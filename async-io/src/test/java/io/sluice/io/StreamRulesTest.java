package io.sluice.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.io.text.Line;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * The rules of Reactive Streams, as its own verification checks them, for each stream there is.
 *
 * <p>Each stream skips eight of its rules. Seven are none that the verification could check, and skips by itself:
 * {@code untested_spec106}, {@code 107}, {@code 108} (no signal after an end), {@code 109} (subscribing throws nothing),
 * {@code 110} (the same subscriber twice), {@code 304} and {@code 305} (requesting and cancelling are no heavy work).
 * {@code required_spec317} (more demand than a long can count) needs a publisher of more than two thousand million elements,
 * which is more than a test's file or directory holds.
 */
class StreamRulesTest {
    private static final long WAIT_MILLIS = 500;
    private static final long QUIET_MILLIS = 30;

    private final Vfs vfs = MemoryVfs.create();
    private final AsyncFileSystem files = AsyncFileSystem.over(
            vfs, FileSystemSettings.builder().chunkBytes(512).build());

    @AfterEach
    void close() {
        files.close();
    }

    @TestFactory
    Stream<DynamicTest> linesKeepTheRules() {
        return rules(new Rules<Line>() {
            @Override
            public Flow.Publisher<Line> createFlowPublisher(long elements) {
                Path path = file("l" + elements, "line\n".repeat((int) Math.min(elements, 10_000)));
                return files.lines(path, UTF_8);
            }

            @Override
            public Flow.Publisher<Line> createFailedFlowPublisher() {
                return closed().lines(Path.of("/f"), UTF_8);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> chunksKeepTheRules() {
        return rules(new Rules<ByteBuffer>() {
            @Override
            public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
                return files.chunks(file("c" + elements, "x".repeat((int) Math.min(elements, 10_000))), 1);
            }

            @Override
            public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
                return closed().chunks(Path.of("/f"), 1);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> listingsKeepTheRules() {
        return rules(new Rules<Path>() {
            @Override
            public Flow.Publisher<Path> createFlowPublisher(long elements) {
                Path directory = Path.of("/d" + elements);
                try {
                    vfs.createDirectory(directory);
                    for (int i = 0; i < Math.min(elements, 600); i++) {
                        vfs.open(directory.resolve("f" + i), OpenMode.CREATE_NEW)
                                .close();
                    }
                } catch (java.nio.file.FileAlreadyExistsException e) {
                    return files.list(directory);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return files.list(directory);
            }

            @Override
            public Flow.Publisher<Path> createFailedFlowPublisher() {
                return closed().list(Path.of("/d"));
            }
        });
    }

    private Path file(String name, String content) {
        Path path = Path.of("/" + name);
        try (VfsFile file = vfs.open(path, OpenMode.TRUNCATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes, bytes.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    private static AsyncFileSystem closed() {
        AsyncFileSystem closed = AsyncFileSystem.over(MemoryVfs.create(), FileSystemSettings.defaults());
        closed.close();
        return closed;
    }

    private abstract static class Rules<T> extends FlowPublisherVerification<T> {
        Rules() {
            super(new TestEnvironment(WAIT_MILLIS, QUIET_MILLIS));
        }

        @Override
        public long maxElementsFromPublisher() {
            return 600;
        }
    }

    /** The verification is written for another test library; its rules are methods with that library's annotation. */
    private static Stream<DynamicTest> rules(FlowPublisherVerification<?> rules) {
        return Arrays.stream(rules.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> {
                    rules.setUp();
                    try {
                        method.invoke(rules);
                    } catch (InvocationTargetException e) {
                        if (e.getCause() instanceof SkipException skipped) {
                            Assumptions.abort(skipped.getMessage());
                        }
                        throw e.getCause();
                    }
                }));
    }
}
