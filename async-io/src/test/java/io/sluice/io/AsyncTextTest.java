package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.text.MalformedTextException;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncTextTest {
    private static final Path PATH = Path.of("/t");

    private final MemoryVfs vfs = MemoryVfs.create();
    private final AsyncFileSystem files = AsyncFileSystem.over(
            vfs, FileSystemSettings.builder().chunkBytes(512).build());

    @AfterEach
    void close() {
        files.close();
    }

    private AsyncFile file(String content, Charset charset) throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.TRUNCATE));
        get(file.write(ByteBuffer.wrap(content.getBytes(charset))));
        get(file.seek(0));
        return file;
    }

    @Test
    void linesAreReadOneByOneAndTheCursorStandsAfterEach() throws Exception {
        AsyncFile file = file("é\r\nb\n\nlast", UTF_8);
        AsyncText text = file.text(UTF_8);

        assertThat(get(text.readLine())).contains("é");
        assertThat(get(file.tell())).isEqualTo(4);
        assertThat(get(text.readLines(2))).containsExactly("b", "");
        assertThat(get(text.readLine())).contains("last");
        assertThat(get(text.readLine())).isEmpty();
        assertThat(get(file.tell())).isEqualTo(11);
    }

    @Test
    void binaryAndTextReadsMix() throws Exception {
        AsyncFile file = file("head\nbodyTAIL", UTF_8);
        AsyncText text = file.text(UTF_8);

        assertThat(get(text.readLine())).contains("head");
        assertThat(get(file.read(4))).isEqualTo("body".getBytes(UTF_8));
        assertThat(get(text.readAll())).isEqualTo("TAIL");
    }

    @Test
    void whatWasReadAheadIsForgottenWhenTheCursorMovesOrTheFileChanges() throws Exception {
        AsyncFile file = file("one\ntwo\nthree\n", UTF_8);
        AsyncText text = file.text(UTF_8);

        assertThat(get(text.readLine())).contains("one");
        get(file.write(ByteBuffer.wrap("TWO\n".getBytes(UTF_8))));
        get(file.seek(4));
        assertThat(get(text.readLine())).contains("TWO");
        get(file.seek(0));
        assertThat(get(text.readLine())).contains("one");
    }

    @Test
    void aLineThatGrowsAfterTheEndWasReachedGoesOn() throws Exception {
        AsyncFile file = file("begun", UTF_8);
        AsyncText text = file.text(UTF_8);

        assertThat(get(text.readLine())).contains("begun");
        get(file.write(ByteBuffer.wrap(" later\n".getBytes(UTF_8)), 5));

        assertThat(get(text.readLine())).contains(" later");
    }

    @Test
    void malformedTextFailsTheStageWithItsPositionAndLeavesTheCursor() throws Exception {
        AsyncFile file = file("ok\nb\u00FFd\n", ISO_8859_1);
        AsyncText text = file.text(UTF_8);
        get(text.readLine());

        assertThatThrownBy(() -> get(text.readLine()))
                .isInstanceOfSatisfying(
                        MalformedTextException.class,
                        e -> assertThat(e.position()).isEqualTo(4));
        assertThat(get(file.tell())).isEqualTo(3);
        assertThatThrownBy(() -> get(text.readAll())).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void linesWrittenAreLinesReadHoweverManyChunksTheyTake() throws Exception {
        List<String> lines =
                IntStream.range(0, 2_000).mapToObj(i -> "línea " + i).toList();
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));
        AsyncText text = file.text(UTF_8);

        get(text.writeAllLines(lines));
        get(text.write("x".repeat(5_000)));
        get(file.seek(0));

        assertThat(get(text.readLines(2_000))).isEqualTo(lines);
        assertThat(get(text.readAll())).isEqualTo("x".repeat(5_000));
    }

    @Test
    void utf16IsWrittenWithOneMarkAndReadInTheOrderItsMarkSays() throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));
        AsyncText text = file.text(UTF_16);
        get(text.write("a\n"));
        get(text.write("b\n"));
        get(file.seek(0));
        assertThat(get(text.readLines(9))).containsExactly("a", "b");

        AsyncFile little = file("\uFEFFa\nb\nc", UTF_16LE);
        get(little.seek(6));
        assertThat(get(little.text(UTF_16).readLine())).contains("b");
        assertThat(get(little.text(UTF_16).readAll())).isEqualTo("c");
    }

    @Test
    void aCharacterTheCharsetCannotWriteFailsAndWritesNothing() throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));

        assertThatThrownBy(() -> get(file.text(ISO_8859_1).write("a€")))
                .isInstanceOf(CharacterCodingException.class)
                .hasMessageContaining("/t")
                .hasMessageContaining("ISO-8859-1");
        assertThat(get(file.size())).isZero();
    }
}
