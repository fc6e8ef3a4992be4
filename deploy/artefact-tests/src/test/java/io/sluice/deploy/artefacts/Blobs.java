package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.IncompleteFile;
import io.sluice.record.Reassembler;
import io.sluice.record.ReassemblyTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Binary files, and what their chunks are put together to. Owned by the test's thread. */
final class Blobs {

    private final Path directory;
    private final Random random;

    /** The SHA-256 of each file by its path. */
    private final Map<String, String> written = new TreeMap<>();

    Blobs(Path directory, Random random) {
        this.directory = directory;
        this.random = random;
    }

    int written() {
        return written.size();
    }

    /** Puts a file of about so many bytes there, under its name only once it is whole. */
    void add(int bytes) throws IOException {
        byte[] content = new byte[bytes + random.nextInt(1000)];
        random.nextBytes(content);
        Path file = directory.resolve("blob" + written.size());
        Path hidden = directory.resolve("." + file.getFileName());
        Files.write(hidden, content);
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
        written.put(file.toString(), sha256(content));
    }

    static boolean areAllWhole(List<ConsumerRecord<byte[], byte[]>> records, int files) {
        return records.stream().filter(record -> headers(record).isLast()).count() >= files;
    }

    /** Every file comes back to the byte, and no chunk was there twice. */
    void assertComeBack(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        Map<String, String> back = new TreeMap<>();
        List<String> incomplete = new ArrayList<>();
        Set<String> chunks = new HashSet<>();
        try (Reassembler reassembler = new Reassembler(target(back, incomplete), 100, 100)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                ChunkHeaders chunk = headers(record);
                assertThat(chunks.add(chunk.fileId() + " " + chunk.offset()))
                        .as("%s came before", chunk)
                        .isTrue();
                assertThat(reassembler.accept(chunk, record.value(), 0, record.value().length))
                        .as("%s", chunk)
                        .isIn(Reassembler.Outcome.WRITTEN, Reassembler.Outcome.COMPLETED);
            }
        }
        assertThat(incomplete).isEmpty();
        assertThat(back).isEqualTo(written);
    }

    private static ReassemblyTarget target(Map<String, String> back, List<String> incomplete) {
        return new ReassemblyTarget() {
            @Override
            public Output open(ChunkHeaders first) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                return new Output() {
                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        bytes.write(buffer, offset, length);
                    }

                    @Override
                    public void complete(ChunkHeaders last) {
                        back.put(last.file(), sha256(bytes.toByteArray()));
                    }

                    @Override
                    public void discard() {
                        // Nothing but the garbage collector's.
                    }
                };
            }

            @Override
            public void incomplete(IncompleteFile file) {
                incomplete.add(file.toString());
            }
        };
    }

    private static ChunkHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        return ChunkHeaders.read(name -> {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        });
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
