package io.sluice.io.read;

import static io.sluice.io.read.ReaderFixture.BUFFER;
import static io.sluice.io.read.ReaderFixture.get;
import static io.sluice.io.read.ReaderFixture.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadFaultsTest {

    private static final Path FILE = Path.of("/file");
    private static final Set<String> UNFAILING = Set.of("now", "path");

    /** Fails the first call, then the second, and so on until a read makes fewer calls than that. */
    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void whicheverCallFailsTheReadIsRightOrFailsWithThatErrorAndLeavesNothingBehind(ReadStrategy strategy)
            throws Exception {
        int failing = 1;
        int failed = 0;
        boolean reached = true;
        while (reached) {
            try (ReaderFixture fixture = new ReaderFixture(small().build())) {
                byte[] content = fixture.file(FILE, 150 * BUFFER + 5);
                AtomicInteger calls = new AtomicInteger();
                int nth = failing;
                IOException planned = new FileSystemException(FILE.toString(), null, "planned, at call " + nth);
                fixture.hooked.hook((call, arguments) -> {
                    if (!UNFAILING.contains(call) && calls.incrementAndGet() == nth) {
                        throw planned;
                    }
                });
                try {
                    assertThat(get(fixture.reader.read(FILE, strategy, new Collected())))
                            .as("content after call %s failed", nth)
                            .isEqualTo(content);
                } catch (ExecutionException e) {
                    assertThat(e).hasCause(planned);
                    failed++;
                }
                reached = calls.get() >= nth;
                fixture.hooked.hook((call, arguments) -> {});
                fixture.assertNothingHeld();
            }
            failing++;
        }
        // Open, the reads, and close at least; only a mapping that fails may be made up for.
        assertThat(failed).isGreaterThan(3);
    }

    /** The same for what the reader of the chunks throws. */
    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void whicheverChunkItsReaderFailsAtTheReadFailsWithThatAndLeavesNothingBehind(ReadStrategy strategy)
            throws Exception {
        for (int nth = 1; nth <= 151; nth += 10) {
            try (ReaderFixture fixture = new ReaderFixture(small().build())) {
                fixture.file(FILE, 150 * BUFFER + 5);
                int at = nth;
                RuntimeException planned = new IllegalStateException("planned, at chunk " + at);
                Collected failing = new Collected(number -> {
                    if (number == at) {
                        throw planned;
                    }
                });
                assertThat(fixture.reader.read(FILE, strategy, failing))
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableOfType(ExecutionException.class)
                        .withCause(planned);
                fixture.assertNothingHeld();
            }
        }
    }
}
