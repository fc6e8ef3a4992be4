package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.ReferenceChunker.Chunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReassemblerTest {

    private static final byte[] CONTENT = "0123456789abcdefghij".getBytes(StandardCharsets.UTF_8);

    private final CollectedFiles files = new CollectedFiles();
    private final Reassembler reassembler = new Reassembler(files, 2, 4);

    @Test
    void aFileComesBackToTheByte() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 7);

        assertThat(feed(chunks.get(0))).isEqualTo(Reassembler.Outcome.WRITTEN);
        assertThat(feed(chunks.get(1))).isEqualTo(Reassembler.Outcome.WRITTEN);
        assertThat(feed(chunks.get(2))).isEqualTo(Reassembler.Outcome.COMPLETED);
        reassembler.close();

        assertThat(files.complete).containsOnlyKeys("a");
        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
        assertThat(files.incomplete).isEmpty();
    }

    @Test
    void anEmptyFileIsOneEmptyLastChunk() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", new byte[0], () -> 7);

        assertThat(chunks).hasSize(1);
        assertThat(feed(chunks.get(0))).isEqualTo(Reassembler.Outcome.COMPLETED);
        assertThat(files.complete.get("a")).isEmpty();
    }

    @Test
    void anEmptyLastChunkEndsAFile() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 20).get(0), Optional.empty());
        ChunkHeaders last = new ChunkHeaders(
                "/in/a",
                "a",
                20,
                0,
                1,
                ChunkHeaders.Framing.BYTES,
                Optional.of(new ChunkHeaders.FileEnd(2, ReferenceChunker.sha256(CONTENT))));

        assertThat(reassembler.accept(last, new byte[0], 0, 0)).isEqualTo(Reassembler.Outcome.COMPLETED);
        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void aMissingChunkIsNamedByItsRange() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 5);

        feed(chunks.get(0));
        assertThat(feed(chunks.get(2))).isEqualTo(Reassembler.Outcome.SKIPPED);
        assertThat(feed(chunks.get(3))).isEqualTo(Reassembler.Outcome.SKIPPED);
        reassembler.close();

        assertThat(files.complete).isEmpty();
        assertThat(files.incomplete)
                .containsExactly(new IncompleteFile("/in/a", "a", 5, OptionalLong.of(10), "they never came"));
        assertThat(files.incomplete.get(0).message())
                .isEqualTo("file '/in/a' (a) is incomplete: bytes from 5 to 10 are missing: they never came");
        assertThat(files.discarded.get("a")).isEqualTo("01234".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMissingBeginningIsNamedAndNothingIsOpened() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 5).get(1));
        reassembler.close();

        assertThat(files.opened).isZero();
        assertThat(files.incomplete)
                .containsExactly(new IncompleteFile("/in/a", "a", 0, OptionalLong.of(5), "they never came"));
    }

    @Test
    void aMissingEndIsNamedWithoutAnUpperBound() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 5).get(0));
        reassembler.close();

        assertThat(files.incomplete)
                .containsExactly(
                        new IncompleteFile("/in/a", "a", 5, OptionalLong.empty(), "its last chunk never came"));
        assertThat(files.incomplete.get(0).message()).contains("bytes from 5 on are missing");
    }

    @Test
    void aGapIsFilledWhenItsBytesAreReadAgain() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 5);

        for (int i : new int[] {0, 2, 3, 1, 2, 3}) {
            feed(chunks.get(i));
        }

        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void repeatedChunksAreRecognised() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 10);

        feed(chunks.get(0));
        assertThat(feed(chunks.get(0))).isEqualTo(Reassembler.Outcome.REPEATED);
        feed(chunks.get(1));
        assertThat(feed(chunks.get(0))).isEqualTo(Reassembler.Outcome.REPEATED);
        assertThat(feed(chunks.get(1))).isEqualTo(Reassembler.Outcome.REPEATED);

        assertThat(files.opened).isEqualTo(1);
        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void aSourceThatStartsAgainMayCutOtherwise() throws IOException {
        List<Chunk> first = ReferenceChunker.cut("a", CONTENT, () -> 3);
        List<Chunk> second = ReferenceChunker.cut("/in/a", "a", CONTENT, ChunkHeaders.Framing.BYTES, 3, 1, () -> 4);

        for (Chunk chunk : first.subList(0, 4)) {
            feed(chunk);
        }
        for (Chunk chunk : second) {
            feed(chunk);
        }

        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void aFileWhoseChecksumDiffersIsGivenUp() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 10);
        chunks.get(0).value()[3] ^= 1;

        feed(chunks.get(0));
        assertThat(feed(chunks.get(1))).isEqualTo(Reassembler.Outcome.GAVE_UP);

        assertThat(files.complete).isEmpty();
        assertThat(files.incomplete).singleElement().satisfies(file -> {
            assertThat(file.missingFrom()).isZero();
            assertThat(file.missingTo()).hasValue(20);
            assertThat(file.reason()).contains("SHA-256").contains(ReferenceChunker.sha256(CONTENT));
        });
    }

    @Test
    void aFileThatWasGivenUpCanBeReadAgainFromItsStart() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 10);
        chunks.get(0).value()[3] ^= 1;
        feed(chunks.get(0));
        feed(chunks.get(1));
        chunks.get(0).value()[3] ^= 1;

        assertThat(feed(chunks.get(1))).isEqualTo(Reassembler.Outcome.SKIPPED);
        feed(chunks.get(0));
        feed(chunks.get(1));

        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
        assertThat(files.incomplete).hasSize(1);
    }

    @Test
    void aValueOfAnotherLengthThanItsHeadersSayIsRefusedAndChangesNothing() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 10);

        assertThatThrownBy(() -> reassembler.accept(
                        chunks.get(0).headers(), chunks.get(0).value(), 0, 9))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessage("chunk 0 of file '/in/a' (a) at offset 0: sluice.length is 10, but the value has 9 bytes");
        feed(chunks.get(0));
        feed(chunks.get(1));
        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void anIndexThatLeavesNoRoomForItsPredecessorsIsAContradiction() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 10);
        ChunkHeaders wrong = new ChunkHeaders("/in/a", "a", 10, 10, 2, ChunkHeaders.Framing.BYTES, Optional.empty());

        feed(chunks.get(0));

        assertThat(reassembler.accept(wrong, chunks.get(1).value(), 0, 10)).isEqualTo(Reassembler.Outcome.GAVE_UP);
        assertThat(files.incomplete).singleElement().satisfies(file -> {
            assertThat(file.missingFrom()).isEqualTo(10);
            assertThat(file.reason()).startsWith("chunk 2 at offset 10 cannot be");
        });
    }

    @Test
    void bytesBehindTheEndAreAContradiction() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 5);
        List<Chunk> shorter = ReferenceChunker.cut("a", "0123456789".getBytes(StandardCharsets.UTF_8), () -> 5);

        feed(chunks.get(0));
        feed(chunks.get(2));

        assertThat(feed(shorter.get(1))).isEqualTo(Reassembler.Outcome.GAVE_UP);
        assertThat(files.incomplete.get(0).reason()).isEqualTo("the file ends at 10, but bytes up to 15 came");
    }

    @Test
    void aChunkBehindALastOneIsAContradiction() throws IOException {
        List<Chunk> chunks = ReferenceChunker.cut("a", CONTENT, () -> 5);
        ChunkHeaders behind = new ChunkHeaders("/in/a", "a", 20, 1, 4, ChunkHeaders.Framing.BYTES, Optional.empty());

        feed(chunks.get(0));
        feed(chunks.get(3));

        assertThat(reassembler.accept(behind, new byte[1], 0, 1)).isEqualTo(Reassembler.Outcome.GAVE_UP);
        assertThat(files.incomplete).singleElement().satisfies(file -> {
            assertThat(file.missingFrom()).isEqualTo(5);
            assertThat(file.missingTo()).hasValue(15);
            assertThat(file.reason()).isEqualTo("chunk 4 ends at 21, but the file ends at 20");
        });
    }

    @Test
    void aChunkBehindTheEndOfACompleteFileIsRefused() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 20).get(0));
        ChunkHeaders behind = new ChunkHeaders("/in/a", "a", 20, 1, 1, ChunkHeaders.Framing.BYTES, Optional.empty());

        assertThatThrownBy(() -> reassembler.accept(behind, new byte[1], 0, 1))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessageContaining("beyond the end of the file, which was complete with 20 bytes");
        assertThat(files.complete.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void anotherGenerationIsAnotherFile() throws IOException {
        byte[] newer = "newer".getBytes(StandardCharsets.UTF_8);
        List<Chunk> old = ReferenceChunker.cut("/in/a", "a.1", CONTENT, ChunkHeaders.Framing.BYTES, 0, 0, () -> 10);

        feed(old.get(0));
        feed(ReferenceChunker.cut("/in/a", "a.2", newer, ChunkHeaders.Framing.BYTES, 0, 0, () -> 9)
                .get(0));
        feed(old.get(1));

        assertThat(files.complete.get("a.1")).isEqualTo(CONTENT);
        assertThat(files.complete.get("a.2")).isEqualTo(newer);
    }

    @Test
    void theLeastRecentlyFedFileMakesRoomAndIsNamed() throws IOException {
        List<Chunk> a = ReferenceChunker.cut("a", CONTENT, () -> 5);
        List<Chunk> b = ReferenceChunker.cut("b", CONTENT, () -> 5);

        feed(a.get(0));
        feed(b.get(0));
        feed(a.get(1));
        feed(ReferenceChunker.cut("c", CONTENT, () -> 5).get(0));

        assertThat(reassembler.openFiles()).isEqualTo(2);
        assertThat(files.incomplete).singleElement().satisfies(file -> {
            assertThat(file.fileId()).isEqualTo("b");
            assertThat(file.missingFrom()).isEqualTo(5);
            assertThat(file.reason()).contains("least recently fed of 2 open files");
        });
        assertThat(feed(b.get(1))).isEqualTo(Reassembler.Outcome.SKIPPED);
        assertThat(reassembler.openFiles()).isEqualTo(2);
    }

    @Test
    void aTargetThatFailsGivesUpItsFileOnly() throws IOException {
        List<Chunk> a = ReferenceChunker.cut("a", CONTENT, () -> 10);
        List<Chunk> b = ReferenceChunker.cut("b", CONTENT, () -> 10);
        feed(a.get(0));
        feed(b.get(0));
        files.failAfterBytes = 20;

        assertThatThrownBy(() -> feed(a.get(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file '/in/a' (a): the target failed at the chunk at offset 10")
                .hasRootCauseMessage("no space left");
        files.failAfterBytes = -1;
        feed(b.get(1));

        assertThat(files.complete).containsOnlyKeys("b");
        assertThat(files.incomplete).extracting(IncompleteFile::fileId).containsExactly("a");
        assertThat(files.opened).isEqualTo(files.closed);
    }

    @Test
    void aFileThatMakesRoomAndCannotBeDiscardedIsNamedAndTheChunkThatNeededTheRoomIsTaken() throws IOException {
        List<Chunk> a = ReferenceChunker.cut("a", CONTENT, () -> 10);
        List<Chunk> c = ReferenceChunker.cut("c", CONTENT, () -> 10);
        feed(a.get(0));
        feed(ReferenceChunker.cut("b", CONTENT, () -> 10).get(0));
        files.failDiscardOf = "a";

        assertThatThrownBy(() -> feed(c.get(0)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file '/in/a' (a): the target failed when the file was given up to make room")
                .hasRootCauseMessage("cannot remove");

        assertThat(feed(c.get(1))).isEqualTo(Reassembler.Outcome.COMPLETED);
        assertThat(files.complete).containsOnlyKeys("c");
        assertThat(feed(a.get(1))).isEqualTo(Reassembler.Outcome.SKIPPED);
        assertThat(files.incomplete).extracting(IncompleteFile::fileId).containsExactly("a");
    }

    @Test
    void aChunkWhoseOwnFileFailsTooIsReportedFirstWithTheOtherFailureSuppressed() throws IOException {
        feed(ReferenceChunker.cut("a", CONTENT, () -> 10).get(0));
        feed(ReferenceChunker.cut("b", CONTENT, () -> 10).get(0));
        files.failDiscardOf = "a";
        files.failAfterBytes = 20;

        assertThatThrownBy(
                        () -> feed(ReferenceChunker.cut("c", CONTENT, () -> 10).get(0)))
                .hasMessageStartingWith("file '/in/c' (c): the target failed at the chunk at offset 0")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessageStartingWith("file '/in/a' (a): ")));
    }

    @Test
    void limitsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new Reassembler(files, 0, 1)).hasMessage("max open files is 0; allowed is 1 or more");
        assertThatThrownBy(() -> new Reassembler(files, 1, -1))
                .hasMessage("max remembered files is -1; allowed is 0 or more");
    }

    private Reassembler.Outcome feed(Chunk chunk) throws IOException {
        return reassembler.accept(chunk.headers(), chunk.value(), 0, chunk.value().length);
    }

    private void feed(Chunk chunk, Optional<ChunkHeaders.FileEnd> end) throws IOException {
        ChunkHeaders h = chunk.headers();
        ChunkHeaders headers =
                new ChunkHeaders(h.file(), h.fileId(), h.offset(), h.length(), h.index(), h.framing(), end);
        feed(new Chunk(headers, chunk.value()));
    }
}
