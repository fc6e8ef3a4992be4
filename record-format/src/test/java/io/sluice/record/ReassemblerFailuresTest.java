package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.record.ReferenceChunker.Chunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files when the target throws, and what is told of the bytes that are missing. */
final class ReassemblerFailuresTest {

    private static final byte[] CONTENT = "0123456789abcdefghij".getBytes(StandardCharsets.UTF_8);

    private final ThrowingTarget target = new ThrowingTarget();
    private final Reassembler reassembler = new Reassembler(target, 2, 2);

    @ParameterizedTest
    @ValueSource(strings = {"open", "write", "complete"})
    void aTargetThatThrowsARuntimeExceptionGivesUpItsFileWhichCanBeFedAgain(String call) throws IOException {
        List<Chunk> a = ReferenceChunker.cut("a", CONTENT, () -> 10);
        target.throwIn = call;

        assertThatThrownBy(() -> {
                    feed(a.get(0));
                    feed(a.get(1));
                })
                .isSameAs(target.thrown);
        target.throwIn = "";
        feed(a.get(1));

        assertThat(target.files.complete).isEmpty();
        assertThat(target.files.incomplete)
                .singleElement()
                .satisfies(file -> assertThat(file.reason()).startsWith("the target failed"));
        assertThat(target.files.opened).isEqualTo(target.files.closed);
        feed(a.get(0));
        assertThat(feed(a.get(1))).isEqualTo(Reassembler.Outcome.COMPLETED);
        assertThat(target.files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void aRuntimeExceptionWhileAFileIsGivenUpIsSuppressed() {
        Chunk first = ReferenceChunker.cut("a", CONTENT, () -> 10).get(0);
        target.throwIn = "write, incomplete";

        assertThatThrownBy(() -> feed(first))
                .isSameAs(target.thrown)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));

        assertThat(reassembler.openFiles()).isZero();
    }

    @Test
    void aRuntimeExceptionOfTheFileThatMakesRoomDoesNotSwallowTheChunkThatNeedsIt() throws IOException {
        List<Chunk> c = ReferenceChunker.cut("c", CONTENT, () -> 10);
        feed(ReferenceChunker.cut("a", CONTENT, () -> 10).get(0));
        feed(ReferenceChunker.cut("b", CONTENT, () -> 10).get(0));
        target.throwIn = "incomplete";

        assertThatThrownBy(() -> feed(c.get(0)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file '/in/a' (a): the target failed when the file was given up to make room")
                .hasCause(target.thrown);

        assertThat(feed(c.get(1))).isEqualTo(Reassembler.Outcome.COMPLETED);
    }

    @Test
    void everyOpenFileIsNamedAtTheEndThoughTheTargetThrows() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 10).get(0));
        feed(ReferenceChunker.cut("b", CONTENT, () -> 10).get(0));
        target.throwIn = "incomplete";

        assertThatThrownBy(reassembler::close).isInstanceOf(IOException.class).hasCause(target.thrown);

        assertThat(target.files.incomplete).extracting(IncompleteFile::fileId).containsExactly("a", "b");
        assertThat(reassembler.openFiles()).isZero();
    }

    @Test
    void aContradictionIsNamedOnceThoughTheTargetThrows() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 10).get(0));
        ChunkHeaders wrong = new ChunkHeaders("/in/a", "a", 10, 10, 2, ChunkHeaders.Framing.BYTES, Optional.empty());
        target.throwIn = "incomplete, I/O";

        assertThatThrownBy(() -> reassembler.accept(wrong, CONTENT, 10, 10))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("cannot name");

        assertThat(target.files.incomplete).hasSize(1);
    }

    @Test
    void aChunkAfterTheEndIsRefused() throws IOException {
        reassembler.close();

        assertThatThrownBy(
                        () -> feed(ReferenceChunker.cut("a", CONTENT, () -> 10).get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reassembler is closed; chunk 0 of file '/in/a' (a) came after");
    }

    @Test
    void aSecondGapIsKnownWhenTheFirstIsFilled() throws IOException {
        for (int[] range : new int[][] {{0, 2}, {4, 5}, {7, 8}, {10, 11}, {2, 5}}) {
            part(range[0], range[1]);
        }
        reassembler.close();

        assertThat(target.files.incomplete)
                .containsExactly(new IncompleteFile("/in/a", "a", 5, OptionalLong.of(7), "they never came"));
    }

    @Test
    void chunksThatFollowEachOtherBehindAGapAreOneRange() throws IOException {
        for (int[] range : new int[][] {{0, 2}, {4, 5}, {5, 6}, {6, 7}, {9, 10}, {2, 5}}) {
            part(range[0], range[1]);
        }
        reassembler.close();

        assertThat(target.files.incomplete)
                .extracting(IncompleteFile::missingFrom, IncompleteFile::missingTo)
                .containsExactly(tuple(5L, OptionalLong.of(9)));
    }

    @Test
    void theNearestGapIsKnownHoweverManyThereAre() throws IOException {
        part(0, 1);
        for (int at = 2_000; at > 2; at -= 2) {
            part(at, at + 1);
        }
        reassembler.close();

        assertThat(target.files.incomplete)
                .singleElement()
                .satisfies(file -> assertThat(file.missingTo()).hasValue(4));
    }

    @Test
    void bytesThatCameBehindAGapAndNotAgainAreMissingToTheFilesEndIfThatIsKnown() throws IOException {
        List<Chunk> a = ReferenceChunker.cut("a", CONTENT, () -> 5);
        List<Chunk> b = ReferenceChunker.cut("b", CONTENT, () -> 5);
        for (int i : new int[] {0, 3, 1, 2}) {
            feed(a.get(i));
        }
        for (int i : new int[] {0, 2, 1}) {
            feed(b.get(i));
        }
        reassembler.close();

        assertThat(target.files.incomplete)
                .containsExactly(
                        new IncompleteFile("/in/a", "a", 15, OptionalLong.of(20), "they never came"),
                        new IncompleteFile("/in/b", "b", 10, OptionalLong.empty(), "they never came"));
    }

    @Test
    void onlyTheLatestFinishedFilesAreRemembered() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            feed(ReferenceChunker.cut(id, CONTENT, () -> 20).get(0));
        }

        assertThat(feed(ReferenceChunker.cut("b", CONTENT, () -> 5).get(0))).isEqualTo(Reassembler.Outcome.REPEATED);
        assertThat(feed(ReferenceChunker.cut("c", CONTENT, () -> 5).get(0))).isEqualTo(Reassembler.Outcome.REPEATED);
        assertThat(feed(ReferenceChunker.cut("a", CONTENT, () -> 5).get(0))).isEqualTo(Reassembler.Outcome.WRITTEN);
    }

    @Test
    void aRepeatedLastChunkWithAnotherChecksumIsRefused() throws IOException {
        Chunk whole = ReferenceChunker.cut("a", CONTENT, () -> 20).get(0);
        feed(whole);
        ChunkHeaders other = new ChunkHeaders(
                "/in/a",
                "a",
                0,
                20,
                0,
                ChunkHeaders.Framing.BYTES,
                Optional.of(new ChunkHeaders.FileEnd(1, ReferenceChunker.sha256(new byte[0]))));

        assertThatThrownBy(() -> reassembler.accept(other, CONTENT, 0, 20))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessageContaining("it ends the file otherwise than the last chunk that completed it");
        assertThat(feed(whole)).isEqualTo(Reassembler.Outcome.REPEATED);
    }

    private Reassembler.Outcome feed(Chunk chunk) throws IOException {
        return reassembler.accept(chunk.headers(), chunk.value(), 0, chunk.value().length);
    }

    private void part(int from, int to) throws IOException {
        long index = from == 0 ? 0 : 1 + from / 5;
        ChunkHeaders headers =
                new ChunkHeaders("/in/a", "a", from, to - from, index, ChunkHeaders.Framing.BYTES, Optional.empty());
        reassembler.accept(headers, new byte[to - from], 0, to - from);
    }

    /** Passes calls on, but throws in the named ones: before the target is called, in {@code incomplete} after it. */
    private static final class ThrowingTarget implements ReassemblyTarget {

        final CollectedFiles files = new CollectedFiles();
        final RuntimeException thrown = new CancellationException("cancelled");
        final RuntimeException thrownByIncomplete = new CancellationException("cancelled too");
        String throwIn = "";

        @Override
        public Output open(ChunkHeaders first) throws IOException {
            throwIf("open");
            Output output = files.open(first);
            return new Output() {
                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    throwIf("write");
                    output.write(buffer, offset, length);
                }

                @Override
                public void complete(ChunkHeaders last) throws IOException {
                    throwIf("complete");
                    output.complete(last);
                }

                @Override
                public void discard() throws IOException {
                    output.discard();
                }
            };
        }

        @Override
        public void incomplete(IncompleteFile file) throws IOException {
            files.incomplete(file);
            if (throwIn.equals("write, incomplete")) {
                throw thrownByIncomplete;
            }
            if (throwIn.equals("incomplete, I/O")) {
                throw new IOException("cannot name");
            }
            throwIf("incomplete");
        }

        private void throwIf(String call) {
            if (throwIn.startsWith(call)) {
                throw thrown;
            }
        }
    }
}
