package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.CountingVfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged files: each fails with the file's name and positions, or gives what was compressed; never something else, never for ever. */
class CorruptContentTest {

    /** More with {@code -Dcontent.seeds=20000}. */
    private static final int SEEDS = Integer.getInteger("content.seeds", 500);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void damageIsNeverTakenForContent(Compression compression) throws IOException {
        byte[] content = Packed.log(21, 6_000);
        byte[] packed = Packed.joined(
                Packed.member(compression, Arrays.copyOf(content, 2_500)),
                Packed.member(compression, Arrays.copyOfRange(content, 2_500, content.length)));
        int failed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            CountingVfs counting = new CountingVfs(Reading.holding(damaged(packed, seed)));
            try (Content opened = Reading.open(counting)) {
                if (opened.compression() == compression) {
                    Reading reading = Reading.all(opened);
                    failed += reading.failure() == null ? 0 : 1;
                    if (reading.failure() == null) {
                        assertThat(reading.bytes()).as("seed " + seed).isEqualTo(content);
                    } else {
                        assertNamesItsPlace(reading, seed);
                    }
                }
            }
            assertThat(counting.bytesRead()).as("seed " + seed).isLessThan(4L * packed.length + 1_000);
        }
        assertThat(failed).isGreaterThan(SEEDS * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void randomBytesBehindAMarkFail(Compression compression) throws IOException {
        byte[] begin = Arrays.copyOf(Packed.member(compression, Packed.log(22, 500)), 10);
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int kept = Math.max(markBytes(compression), random.nextInt(11));
            byte[] packed = Packed.joined(Arrays.copyOf(begin, kept), Packed.random(seed, 20_000));
            CountingVfs counting = new CountingVfs(Reading.holding(packed));
            try (Content opened = Reading.open(counting)) {
                assertThat(opened.compression()).isEqualTo(compression);
                assertNamesItsPlace(Reading.from(opened, 0, 100_000), seed);
            }
            assertThat(counting.bytesRead()).as("seed " + seed).isLessThan(4L * packed.length);
        }
    }

    private static int markBytes(Compression compression) {
        return switch (compression) {
            case NONE -> 0;
            case GZIP -> 3;
            case ZSTD, LZ4 -> 4;
            case XZ -> 6;
            case BZIP2 -> 10;
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatFollowsWholeMembersIsNamed(Compression compression) throws IOException {
        byte[] content = Packed.log(23, 1_000);
        byte[] member = Packed.member(compression, content);
        byte[] packed = Packed.joined(member, "something else\n".getBytes(StandardCharsets.US_ASCII));
        try (Content opened = Reading.open(Reading.holding(packed))) {
            Reading reading = Reading.all(opened);
            assertThat(reading.bytes()).isEqualTo(content);
            assertThat(reading.failure()).isInstanceOf(CorruptContentException.class);
            CorruptContentException failure = (CorruptContentException) reading.failure();
            assertThat(failure.position()).isEqualTo(content.length);
            assertThat(failure.filePosition()).isEqualTo(member.length);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatComesBeforeTheDamageCanBeReadAgain(Compression compression) throws IOException {
        byte[] content = Packed.log(24, 1_000);
        byte[] packed = Packed.joined(Packed.member(compression, content), Packed.random(24, 100));
        try (Content opened = Reading.open(Reading.holding(packed))) {
            for (int i = 0; i < 3; i++) {
                Reading reading = Reading.from(opened, 100L * i, 64);
                assertThat(reading.bytes()).isEqualTo(Arrays.copyOfRange(content, 100 * i, content.length));
                assertThat(reading.failure()).isInstanceOf(CorruptContentException.class);
                assertThat(Reading.from(opened, content.length, 64).failure())
                        .isInstanceOf(CorruptContentException.class);
            }
        }
    }

    @Test
    void zerosBehindAGzipMemberArePadding() throws IOException {
        byte[] content = Packed.log(25, 1_000);
        byte[] member = Packed.member(Compression.GZIP, content);
        try (Content opened =
                Reading.open(Reading.holding(Packed.joined(member, new byte[70_001], member, new byte[3])))) {
            Reading reading = Reading.all(opened);
            assertThat(reading.failure()).isNull();
            assertThat(reading.bytes()).isEqualTo(Packed.joined(content, content));
        }
    }

    @Test
    void zerosBehindAnXzStreamArePaddingInFours() throws IOException {
        byte[] content = Packed.log(26, 1_000);
        byte[] member = Packed.member(Compression.XZ, content);
        try (Content even = Reading.open(Reading.holding(Packed.joined(member, new byte[8], member, new byte[4])));
                Content odd = Reading.open(Reading.holding(Packed.joined(member, new byte[6], member)));
                Content other = Reading.open(Reading.holding(Packed.joined(member, new byte[] {0, 1, 0, 0}, member)));
                Content cut = Reading.open(Reading.holding(Packed.joined(member, new byte[6])))) {
            assertThat(Reading.all(even)).satisfies(reading -> {
                assertThat(reading.failure()).isNull();
                assertThat(reading.bytes()).isEqualTo(Packed.joined(content, content));
            });
            assertThat(Reading.all(odd).failure()).isInstanceOf(CorruptContentException.class);
            assertThat(Reading.all(other).failure()).isInstanceOf(CorruptContentException.class);
            assertThat(Reading.all(cut).failure()).isInstanceOf(ContentCutShortException.class);
        }
    }

    private static void assertNamesItsPlace(Reading reading, long seed) {
        assertThat(reading.failure())
                .as("seed " + seed)
                .isNotNull()
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(CorruptContentException.class),
                        failure -> assertThat(failure).isInstanceOf(ContentCutShortException.class),
                        failure -> assertThat(failure).isInstanceOf(ContentLimitException.class))
                .hasMessageContaining(Reading.FILE.toString())
                .hasMessageContaining("of the file")
                .hasMessageContaining("of the content");
    }

    /** Some bytes changed, or some taken out, or some put in. */
    private static byte[] damaged(byte[] packed, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int at = random.nextInt(packed.length);
        int length = 1 + random.nextInt(Math.min(8, packed.length - at));
        return switch (random.nextInt(4)) {
            case 0 -> Packed.joined(Arrays.copyOf(packed, at), Arrays.copyOfRange(packed, at + length, packed.length));
            case 1 ->
                Packed.joined(
                        Arrays.copyOf(packed, at),
                        Packed.random(seed, length),
                        Arrays.copyOfRange(packed, at, packed.length));
            case 2 -> {
                byte[] flipped = packed.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            default -> {
                byte[] changed = packed.clone();
                System.arraycopy(Packed.random(seed, length), 0, changed, at, length);
                yield changed;
            }
        };
    }
}
