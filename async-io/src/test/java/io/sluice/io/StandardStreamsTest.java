package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.text.Line;
import io.sluice.io.vfs.MemoryVfs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandardStreamsTest {
    private final MemoryVfs vfs = MemoryVfs.create();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private StandardStreams streams(InputStream in) {
        return new StandardStreams(vfs, in, out, err);
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void linesComeFromInputAndGoToOutputAndError() throws Exception {
        try (StandardStreams streams = streams(input("one\ntwo\nrest\n"))) {
            AsyncText in = get(streams.in()).text(UTF_8);

            assertThat(get(in.readLine())).contains("one");
            get(get(streams.out()).text(UTF_8).writeAllLines(List.of("a", "b")));
            get(get(streams.err()).write(ByteBuffer.wrap("e".getBytes(UTF_8))));
            assertThat(get(in.readLines(5))).containsExactly("two", "rest");
            assertThat(get(in.readLine())).isEqualTo(Optional.empty());
        }
        assertThat(out.toString(UTF_8)).isEqualTo("a\nb\n");
        assertThat(err.toString(UTF_8)).isEqualTo("e");
    }

    @Test
    void inputOfUnknownSizeIsReadToItsEndWithinTheLimit() throws Exception {
        String text = "x".repeat(100_000);
        try (StandardStreams streams = streams(input(text))) {
            assertThat(get(get(streams.in()).readAll())).hasSize(100_000);
        }
    }

    @Test
    void inputIsAStreamOfLinesToo() throws Exception {
        try (StandardStreams streams = streams(input("a\nb"))) {
            AsyncFile in = get(streams.in());
            BlockingFile waiting = new BlockingFile(in, new Await(Duration.ofSeconds(30)));
            try (BlockingItems<Line> lines = waiting.lines(0, UTF_8)) {
                assertThat(lines.next().map(Line::text)).contains("a");
                assertThat(lines.next().map(Line::text)).contains("b");
                assertThat(lines.next()).isEmpty();
            }
        }
    }

    @Test
    void aLineIsReadAsSoonAsItIsThere() throws Exception {
        try (PipedOutputStream terminal = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(terminal);
                StandardStreams streams = streams(in)) {
            CompletableFuture<Optional<String>> line =
                    get(streams.in()).text(UTF_8).readLine();
            assertThat(line).isNotDone();
            terminal.write("typed\nmore".getBytes(UTF_8));
            terminal.flush();

            assertThat(get(line)).contains("typed");
        }
    }

    @Test
    void aStreamDoesNotGoBack() throws Exception {
        try (StandardStreams streams = streams(input("abc"))) {
            AsyncFile in = get(streams.in());
            get(in.read(2));

            assertThatThrownBy(() -> get(in.read(ByteBuffer.allocate(1), 0)))
                    .hasMessageContaining("stdin")
                    .hasMessageContaining("only goes on");
        }
    }
}
