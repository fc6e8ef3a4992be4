package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Chunks, of lines or of bytes, and whole files: in any windows, with flushes and restarts, what a simple cutter gives.
 */
final class ChunksPropertyTest {

    private static final int ROUNDS = Integer.getInteger("framing.rounds", 2_000);

    @Test
    void anyWindowsFlushesAndRestartsGiveTheLineChunksOfTheWhole() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            lineChunks(seed);
        }
    }

    private static void lineChunks(long seed) {
        Random random = new Random(seed);
        LineChunkSettings settings =
                new LineChunkSettings(1 + random.nextInt(40), random.nextInt(3) == 0 ? OverLong.FAIL : OverLong.SKIP);
        byte[] content = content(random);
        RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);
        List<Cut> expected = new ArrayList<>();
        int[] flushed = {0};

        Reading.any(content, 0, settings::newFraming, sink, random, to -> {
            flushed[0] = reference(Arrays.copyOf(content, to), flushed[0], settings, false, expected);
            assertThat(sink.cuts)
                    .as("seed %d, %s, flush at %d", seed, settings, to)
                    .isEqualTo(expected);
        });

        reference(content, flushed[0], settings, true, expected);
        assertThat(sink.cuts).as("seed %d, %s", seed, settings).isEqualTo(expected);
    }

    @Test
    void aFramingThatBeginsAtAnyNextGivesTheRest() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(40);
            List<FramingSettings> all = List.of(
                    new LineChunkSettings(size, OverLong.SKIP),
                    new ByteChunkSettings(size),
                    new WholeFileSettings(size, OverLong.SKIP));
            FramingSettings settings = all.get(random.nextInt(all.size()));
            byte[] content = content(random);
            RecordingSink whole = new RecordingSink();
            Reading.wholly(content, 0, settings, whole);
            if (whole.nexts.isEmpty()) {
                continue;
            }
            long next = whole.nexts.get(random.nextInt(whole.nexts.size()));
            RecordingSink rest = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.withoutFlushes(content, (int) next, settings::newFraming, rest, random);

            assertThat(rest.cuts)
                    .as("seed %d, from %d, %s", seed, next, settings)
                    .isEqualTo(whole.cuts.stream()
                            .filter(cut -> cut.position() >= next)
                            .toList());
        }
    }

    @Test
    void lineChunksAreTheFile() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] content = content(random);
            RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.any(
                    content, 0, LineChunkSettings.standard().withChunkBytes(200)::newFraming, sink, random, to -> {});

            assertThat(String.join("", sink.frames()))
                    .as("seed %d", seed)
                    .isEqualTo(Cut.text(content, 0, content.length));
            List<String> unended = sink.frames().stream()
                    .filter(chunk -> !chunk.endsWith("\n"))
                    .toList();
            assertThat(unended).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
            assertThat(sink.frames()).as("seed %d", seed).endsWith(unended.toArray(new String[0]));
        }
    }

    @Test
    void byteChunksHaveOneSizeButTheLast() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(40);
            byte[] content = content(random);
            List<Cut> expected = new ArrayList<>();
            for (int at = 0; at < content.length; at += size) {
                int end = Math.min(content.length, at + size);
                expected.add(Cut.frame(content, at, end, at, end));
            }
            RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.any(content, 0, new ByteChunkSettings(size)::newFraming, sink, random, to -> {});

            assertThat(sink.cuts).as("seed %d, size %d", seed, size).isEqualTo(expected);
        }
    }

    @Test
    void aWholeFileIsOneFrameOrTooLong() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int max = 1 + random.nextInt(60);
            byte[] content = content(random);
            int length = content.length;
            List<Cut> expected = length == 0
                    ? List.of()
                    : List.of(
                            length > max
                                    ? Cut.tooLong(content, 0, max, 0, length)
                                    : Cut.frame(content, 0, length, 0, length));
            RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.any(content, 0, new WholeFileSettings(max, OverLong.SKIP)::newFraming, sink, random, to -> {});

            assertThat(sink.cuts).as("seed %d, max %d", seed, max).isEqualTo(expected);
        }
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(120)];
        int often = 1 + random.nextInt(30);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(often) == 0 ? '\n' : 'a' + random.nextInt(26));
        }
        return content;
    }

    /** Cuts what can be cut from {@code at} on; returns where it stopped. */
    private static int reference(byte[] content, int from, LineChunkSettings settings, boolean last, List<Cut> cuts) {
        int max = settings.chunkBytes();
        int at = from;
        while (at < content.length
                && (cuts.isEmpty() || cuts.get(cuts.size() - 1).kind() != Cut.Kind.FAILED)) {
            int chunk = at;
            for (int end = at + 1; end <= content.length && end - at <= max; end++) {
                if (content[end - 1] == '\n' || (last && end == content.length)) {
                    chunk = end;
                }
            }
            if (chunk > at) {
                cuts.add(Cut.frame(content, at, chunk, at, chunk));
                at = chunk;
                continue;
            }
            int end = at;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            boolean ended = end < content.length;
            if (content.length - at > max && settings.overLong() == OverLong.FAIL) {
                cuts.add(Cut.failed(at));
            } else if (ended || last) {
                end += ended ? 1 : 0;
                cuts.add(Cut.tooLong(content, at, at + max, at, end));
                at = end;
            } else {
                break;
            }
        }
        return at;
    }
}
