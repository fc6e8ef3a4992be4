package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.VfsCall;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that end at every one of their bytes, and files that go on growing from there. */
class CutContentTest {

    private static final byte[] CONTENT = Packed.log(11, 1_000);
    private static final int HALF = 450;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFileCutAnywhereGivesItsBeginningAndSaysWhereItEnds(Compression compression) throws IOException {
        byte[] first = Packed.member(compression, Arrays.copyOf(CONTENT, HALF));
        byte[] packed = packed(compression, first);
        for (int cut = 0; cut <= packed.length; cut++) {
            try (Content opened = Reading.open(Reading.holding(Arrays.copyOf(packed, cut)))) {
                Reading reading = Reading.all(opened);
                assertThat(reading.bytes())
                        .as("cut at " + cut)
                        .isEqualTo(Arrays.copyOf(CONTENT, reading.bytes().length));
                if (opened.undecided()) {
                    assertThat(cut).isLessThan(10);
                    assertThat(reading.bytes()).isEmpty();
                    assertThat(reading.failure()).isNull();
                } else if (cut == first.length || cut == packed.length) {
                    assertThat(reading.failure()).as("cut at " + cut).isNull();
                    assertThat(reading.bytes()).hasSize(cut == first.length ? HALF : CONTENT.length);
                } else {
                    assertThat(reading.failure())
                            .as("cut at " + cut)
                            .isInstanceOf(ContentCutShortException.class)
                            .isInstanceOf(EOFException.class)
                            .hasMessageContaining(Reading.FILE.toString())
                            .hasMessageContaining("byte " + cut + " of the file");
                    ContentCutShortException failure = (ContentCutShortException) reading.failure();
                    assertThat(failure.filePosition()).isEqualTo(cut);
                    assertThat(failure.position()).isEqualTo(reading.bytes().length);
                    assertThat(failure.compression()).isEqualTo(compression);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFileCutAnywhereIsReadOnWhenItHasGrown(Compression compression) throws IOException {
        byte[] packed = packed(compression, Packed.member(compression, Arrays.copyOf(CONTENT, HALF)));
        for (int cut = 0; cut <= packed.length; cut++) {
            MemoryVfs memory = Reading.holding(Arrays.copyOf(packed, cut));
            try (Content opened = Reading.open(memory)) {
                byte[] before = Reading.all(opened).bytes();
                Reading.append(memory, packed, cut, packed.length);
                Reading after = Reading.from(opened, before.length, 100);
                assertThat(after.failure()).as("cut at " + cut).isNull();
                assertThat(Packed.joined(before, after.bytes()))
                        .as("cut at " + cut)
                        .isEqualTo(CONTENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatGrowsByteByByteIsReadAsItGrows(Compression compression) throws IOException {
        byte[] packed = packed(compression, Packed.member(compression, Arrays.copyOf(CONTENT, HALF)));
        MemoryVfs memory = Reading.holding(new byte[0]);
        try (Content opened = Reading.open(memory)) {
            byte[] read = {};
            for (int cut = 0; cut < packed.length; cut++) {
                Reading.append(memory, packed, cut, cut + 1);
                Reading more = Reading.from(opened, read.length, 100);
                assertThat(more.failure())
                        .satisfiesAnyOf(
                                failure -> assertThat(failure).isNull(),
                                failure -> assertThat(failure).isInstanceOf(ContentCutShortException.class));
                read = Packed.joined(read, more.bytes());
            }
            assertThat(read).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aCutFileThatDidNotGrowIsNotReadAgain(Compression compression) throws IOException {
        byte[] packed = packed(compression, Packed.member(compression, Arrays.copyOf(CONTENT, HALF)));
        CountingVfs counting = new CountingVfs(Reading.holding(Arrays.copyOf(packed, packed.length - 5)));
        try (Content opened = Reading.open(counting)) {
            long position = Reading.all(opened).bytes().length;
            long reads = counting.count(VfsCall.READ);
            for (int i = 0; i < 50; i++) {
                assertThat(Reading.from(opened, position, 100).failure()).isInstanceOf(ContentCutShortException.class);
            }
            assertThat(counting.count(VfsCall.READ)).isEqualTo(reads);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "XZ"})
    void aGrowingFileIsReadOnce(Compression compression) throws IOException {
        byte[] content = Packed.log(12, 1_000_000);
        byte[] packed = Packed.member(compression, content);
        MemoryVfs memory = Reading.holding(new byte[0]);
        CountingVfs counting = new CountingVfs(memory);
        try (Content opened = Reading.open(counting)) {
            byte[] read = {};
            int step = packed.length / 40;
            for (int cut = 0; cut < packed.length; cut += step) {
                Reading.append(memory, packed, cut, Math.min(cut + step, packed.length));
                read = Packed.joined(
                        read, Reading.from(opened, read.length, 10_000).bytes());
            }
            assertThat(Arrays.equals(read, content)).isTrue();
            // bzip2 and lz4 may take the block anew that was not there as a whole.
            boolean blocks = List.of(Compression.BZIP2, Compression.LZ4).contains(compression);
            assertThat(counting.bytesRead()).isLessThan(packed.length * (blocks ? 5L : 1L) + 1_000);
        }
    }

    private static byte[] packed(Compression compression, byte[] first) throws IOException {
        return Packed.joined(first, Packed.member(compression, Arrays.copyOfRange(CONTENT, HALF, CONTENT.length)));
    }
}
