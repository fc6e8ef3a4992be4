package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.ReferenceChunker.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Any files, cut anywhere, mixed and damaged in any way: back to the byte, or named. Never wrong silently. */
final class ReassemblyPropertyTest {

    private static final int ROUNDS = 1_000;

    @Test
    void filesCutAnywhereAndMixedComeBackToTheByte() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Map<String, byte[]> contents = contents(random);
            List<List<Chunk>> streams = new ArrayList<>();
            contents.forEach((id, content) -> streams.add(cut(id, content, random)));

            CollectedFiles files = reassemble(mix(streams, random));

            assertThat(files.incomplete).as("seed %d", seed).isEmpty();
            assertThat(files.complete).as("seed %d", seed).containsOnlyKeys(contents.keySet());
            contents.forEach((id, content) -> assertThat(files.complete.get(id)).isEqualTo(content));
        }
    }

    @Test
    void repetitionsAndNewStartsWithOtherCutsChangeNothing() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] content = content(random);

            CollectedFiles files = reassemble(restarted(content, random));

            assertThat(files.incomplete).as("seed %d", seed).isEmpty();
            assertThat(files.complete.get("a")).as("seed %d", seed).isEqualTo(content);
        }
    }

    @Test
    void aDroppedChunkIsNamedByTheRangeOfItsBytes() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Chunk> chunks = cut("a", content(random), random);
            int dropped = random.nextInt(chunks.size());
            ChunkHeaders missing = chunks.remove(dropped).headers();

            CollectedFiles files = reassemble(chunks);

            assertThat(files.complete).as("seed %d", seed).isEmpty();
            if (chunks.isEmpty()) {
                continue;
            }
            IncompleteFile named = files.incomplete.get(0);
            assertThat(named.missingFrom()).as("seed %d", seed).isEqualTo(missing.offset());
            if (missing.isLast()) {
                assertThat(named.missingTo()).as("seed %d", seed).isEmpty();
            } else {
                assertThat(named.missingTo()).as("seed %d", seed).hasValue(missing.endOffset());
            }
        }
    }

    @Test
    void whateverIsDoneToTheChunksNoFileIsWrongAndEveryFileIsCompleteOrNamed() throws IOException {
        int complete = 0;
        int named = 0;
        for (long seed = 0; seed < 5 * ROUNDS; seed++) {
            Random random = new Random(seed);
            Map<String, byte[]> contents = contents(random);
            List<List<Chunk>> streams = new ArrayList<>();
            contents.forEach((id, content) -> streams.add(cut(id, content, random)));
            List<Chunk> chunks = mix(streams, random);
            for (int damages = random.nextInt(4); damages >= 0 && !chunks.isEmpty(); damages--) {
                damage(chunks, random);
            }
            Set<String> fed = new HashSet<>();

            CollectedFiles files = reassemble(chunks, fed);

            files.complete.forEach(
                    (id, content) -> assertThat(content).as("file %s", id).isEqualTo(contents.get(id)));
            Set<String> known = new HashSet<>(files.complete.keySet());
            files.incomplete.forEach(file -> known.add(file.fileId()));
            assertThat(known).as("seed %d", seed).isEqualTo(fed);
            assertThat(files.opened).as("seed %d", seed).isEqualTo(files.closed);
            for (IncompleteFile file : files.incomplete) {
                assertThat(file.missingFrom())
                        .isLessThanOrEqualTo(file.missingTo().orElse(Long.MAX_VALUE));
            }
            complete += files.complete.size();
            named += files.incomplete.size();
        }
        assertThat(complete).isGreaterThan(ROUNDS);
        assertThat(named).isGreaterThan(ROUNDS);
    }

    private static CollectedFiles reassemble(List<Chunk> chunks) throws IOException {
        return reassemble(chunks, new HashSet<>());
    }

    private static CollectedFiles reassemble(List<Chunk> chunks, Set<String> fed) throws IOException {
        CollectedFiles files = new CollectedFiles();
        try (Reassembler reassembler = new Reassembler(files, 8, 64)) {
            for (Chunk chunk : chunks) {
                try {
                    reassembler.accept(chunk.headers(), chunk.value(), 0, chunk.value().length);
                    fed.add(chunk.headers().fileId());
                } catch (MalformedChunkException e) {
                    assertThat(e)
                            .hasMessageContaining("at offset " + chunk.headers().offset());
                }
            }
        }
        return files;
    }

    private static void damage(List<Chunk> chunks, Random random) {
        int at = random.nextInt(chunks.size());
        Chunk chunk = chunks.get(at);
        switch (random.nextInt(7)) {
            case 0 -> chunks.remove(at);
            case 1 -> chunks.add(random.nextInt(chunks.size() + 1), chunk);
            case 2 -> Collections.swap(chunks, at, random.nextInt(chunks.size()));
            case 3 ->
                chunks.set(at, new Chunk(chunk.headers(), Arrays.copyOf(chunk.value(), chunk.value().length / 2)));
            case 4 -> {
                byte[] value = chunk.value().clone();
                if (value.length > 0) {
                    value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
                }
                chunks.set(at, new Chunk(chunk.headers(), value));
            }
            case 5 -> chunks.subList(at, chunks.size()).clear();
            default -> chunks.set(at, new Chunk(displaced(chunk.headers(), random), chunk.value()));
        }
    }

    /** Headers that are well formed, and lie. */
    private static ChunkHeaders displaced(ChunkHeaders h, Random random) {
        // A file's first chunk begins at 0: the last one's index cannot be changed, so it stays there if it is the
        // first.
        long offset = h.isLast() && h.index() == 0 ? 0 : h.offset() + random.nextInt(4);
        long index =
                h.isLast() ? h.index() : Math.min(offset, Math.max(Math.min(offset, 1), h.index() + random.nextInt(2)));
        return new ChunkHeaders(h.file(), h.fileId(), offset, h.length(), index, h.framing(), h.end());
    }

    /** A source that starts again a few times from a chunk it has sent, as committed offsets make it do. */
    private static List<Chunk> restarted(byte[] content, Random random) {
        List<Chunk> all = new ArrayList<>();
        List<Chunk> attempt = cut("a", content, random);
        for (int restart = random.nextInt(4); restart > 0; restart--) {
            int sent = random.nextInt(attempt.size() + 1);
            all.addAll(attempt.subList(0, sent));
            ChunkHeaders from = attempt.get(random.nextInt(Math.min(sent, attempt.size() - 1) + 1))
                    .headers();
            attempt = ReferenceChunker.cut(
                    "/in/a", "a", content, from.framing(), (int) from.offset(), from.index(), sizes(random));
        }
        all.addAll(attempt);
        if (!all.isEmpty() && random.nextBoolean()) {
            // The reader goes back in its partition.
            int back = random.nextInt(all.size());
            int from = random.nextInt(back + 1);
            all.addAll(back, List.copyOf(all.subList(from, back)));
        }
        return all;
    }

    private static List<Chunk> mix(List<List<Chunk>> streams, Random random) {
        List<Chunk> mixed = new ArrayList<>();
        List<List<Chunk>> left = new ArrayList<>(streams);
        int[] next = new int[left.size()];
        while (mixed.size() < streams.stream().mapToInt(List::size).sum()) {
            int stream = random.nextInt(left.size());
            if (next[stream] < left.get(stream).size()) {
                mixed.add(left.get(stream).get(next[stream]++));
            }
        }
        return mixed;
    }

    private static List<Chunk> cut(String id, byte[] content, Random random) {
        ChunkHeaders.Framing framing = random.nextBoolean() ? ChunkHeaders.Framing.BYTES : ChunkHeaders.Framing.LINES;
        return ReferenceChunker.cut("/in/" + id, id, content, framing, 0, 0, sizes(random));
    }

    private static IntSupplier sizes(Random random) {
        int most = 1 + random.nextInt(60);
        return () -> 1 + random.nextInt(most);
    }

    private static Map<String, byte[]> contents(Random random) {
        Map<String, byte[]> contents = new HashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            contents.put("f" + i, content(random));
        }
        return contents;
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(300)];
        random.nextBytes(content);
        for (int i = 0; i < content.length; i++) {
            content[i] = content[i] % 10 == 0 ? (byte) '\n' : content[i];
        }
        return content;
    }
}
