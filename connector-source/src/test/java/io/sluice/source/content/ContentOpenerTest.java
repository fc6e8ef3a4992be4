package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.VfsCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which compression a file is told to have, and when. */
class ContentOpenerTest {

    private static final byte[] CONTENT = Packed.log(41, 500);
    private static final byte[] ZSTD_SKIPPABLE = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "x", "BZhello", "BZh9 is a header", "PK", "P*M", "(c) 2024", "\u001f\u001f", "7zXZ"})
    void textIsPlain(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try (Content opened = Reading.open(Reading.holding(bytes))) {
            opened.settle();
            assertThat(opened.compression()).isEqualTo(Compression.NONE);
            assertThat(opened.size()).isEqualTo(bytes.length);
            assertThat(Reading.all(opened).bytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "x", "BZhello", "BZ2", "(c", "P+"})
    void whatCannotBecomeAMarkIsPlainAtOnce(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try (Content opened = Reading.open(Reading.holding(bytes))) {
            assertThat(opened.undecided()).isFalse();
            assertThat(Reading.all(opened).bytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "BZ", "BZh9", "BZh91AY", "(", "P", "\u0004\"", "\u001f"})
    void whatMayBecomeAMarkIsHeldBackUntilItIsNone(String text) throws IOException {
        byte[] start = text.getBytes(StandardCharsets.ISO_8859_1);
        MemoryVfs memory = Reading.holding(start);
        try (Content opened = Reading.open(memory)) {
            assertThat(opened.undecided()).isTrue();
            assertThat(opened.size()).isEqualTo(-1);
            assertThat(Reading.all(opened)).satisfies(reading -> {
                assertThat(reading.bytes()).isEmpty();
                assertThat(reading.failure()).isNull();
            });
            Reading.append(memory, new byte[] {'!', '\n'}, 0, 2);
            assertThat(Reading.all(opened).bytes()).isEqualTo(Packed.joined(start, new byte[] {'!', '\n'}));
            assertThat(opened.undecided()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFileThatGrowsIntoACompressedOneIsNeverTakenForText(Compression compression) throws IOException {
        byte[] packed = Packed.member(compression, CONTENT);
        MemoryVfs memory = Reading.holding(new byte[0]);
        try (Content opened = Reading.open(memory)) {
            int length = 0;
            while (opened.undecided()) {
                assertThat(Reading.all(opened).bytes()).isEmpty();
                Reading.append(memory, packed, length, length + 1);
                length++;
            }
            Reading.append(memory, packed, length, packed.length);
            assertThat(Reading.all(opened).bytes()).isEqualTo(CONTENT);
            assertThat(opened.compression()).isEqualTo(compression);
        }
    }

    @Test
    void aSettledFileStaysPlainWhateverItBecomes() throws IOException {
        byte[] packed = Packed.member(Compression.BZIP2, CONTENT);
        MemoryVfs memory = Reading.holding(Arrays.copyOf(packed, 2));
        try (Content opened = Reading.open(memory)) {
            opened.settle();
            assertThat(Reading.all(opened).bytes()).isEqualTo(Arrays.copyOf(packed, 2));
            Reading.append(memory, packed, 2, packed.length);
            assertThat(Reading.all(opened).bytes()).isEqualTo(packed);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "LZ4"})
    void skippableFramesAreSkippedWhereverTheyAre(Compression compression) throws IOException {
        byte[] frame = Packed.member(compression, CONTENT);
        byte[] packed = Packed.joined(ZSTD_SKIPPABLE, ZSTD_SKIPPABLE, frame, ZSTD_SKIPPABLE, frame, ZSTD_SKIPPABLE);
        for (int cut = 0; cut <= packed.length; cut++) {
            MemoryVfs memory = Reading.holding(Arrays.copyOf(packed, cut));
            try (Content opened = Reading.open(memory)) {
                byte[] before = Reading.all(opened).bytes();
                Reading.append(memory, packed, cut, packed.length);
                Reading after = Reading.from(opened, before.length, 1000);
                assertThat(after.failure()).as("cut at " + cut).isNull();
                assertThat(Packed.joined(before, after.bytes()))
                        .as("cut at " + cut)
                        .isEqualTo(Packed.joined(CONTENT, CONTENT));
                assertThat(opened.compression()).isEqualTo(compression);
            }
        }
    }

    @Test
    void skippableFramesAloneAreAnEmptyZstdFile() throws IOException {
        try (Content opened = Reading.open(Reading.holding(ZSTD_SKIPPABLE))) {
            opened.settle();
            assertThat(opened.compression()).isEqualTo(Compression.ZSTD);
            assertThat(Reading.all(opened)).satisfies(reading -> {
                assertThat(reading.bytes()).isEmpty();
                assertThat(reading.failure()).isNull();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aKindThatIsNotLookedForIsPlain(Compression compression) throws IOException {
        byte[] packed = Packed.member(compression, CONTENT);
        Set<Compression> others = EnumSet.complementOf(EnumSet.of(compression));
        try (Content opened =
                Reading.open(Reading.holding(packed), ContentSettings.defaults().withKinds(others))) {
            assertThat(opened.compression()).isEqualTo(Compression.NONE);
            assertThat(opened.size()).isEqualTo(packed.length);
            assertThat(Reading.all(opened).bytes()).isEqualTo(packed);
        }
    }

    @Test
    void withoutKindsNothingIsReadToOpenAFileAndNothingIsUndecided() throws IOException {
        CountingVfs counting = new CountingVfs(Reading.holding(new byte[0]));
        try (Content opened = Reading.open(counting, ContentSettings.defaults().withKinds(Set.of()))) {
            assertThat(opened.undecided()).isFalse();
            assertThat(opened.size()).isZero();
            assertThat(counting.count(VfsCall.READ)).isZero();
        }
        counting.assertNothingIsOpen();
    }

    @Test
    void aSettingOutOfRangeIsNamed() {
        ContentSettings defaults = ContentSettings.defaults();
        assertThatThrownBy(() -> defaults.withLargestWindowBytes(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("largestWindowBytes is 1, but must be between 65536 and");
        assertThatThrownBy(() -> defaults.withLargestContentBytes(0)).hasMessageContaining("largestContentBytes is 0");
        assertThatThrownBy(() -> defaults.withLargestRatio(0)).hasMessageContaining("largestRatio is 0");
    }
}
