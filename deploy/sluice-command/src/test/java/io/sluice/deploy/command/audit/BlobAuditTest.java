package io.sluice.deploy.command.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.ChunkHeaders.FileEnd;
import io.sluice.record.ChunkHeaders.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of files that came back is shown what it is to find. */
class BlobAuditTest {
    private static final int CHUNK = 4;

    @TempDir
    private Path directory;

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private Path original;
    private Path target;

    @BeforeEach
    void writeAFile() throws IOException, NoSuchAlgorithmException {
        original = Files.write(directory.resolve("snapshot.bin"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        target = Files.createDirectory(directory.resolve("back"));
        add(Files.readAllBytes(original));
    }

    /** What the source makes of the file if it holds these bytes. */
    private void add(byte[] content) throws NoSuchAlgorithmException {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        int index = 0;
        for (int from = 0; from < content.length; from += CHUNK, index++) {
            byte[] value = Arrays.copyOfRange(content, from, Math.min(from + CHUNK, content.length));
            Optional<FileEnd> end =
                    from + CHUNK >= content.length ? Optional.of(new FileEnd(index + 1, sha256)) : Optional.empty();
            ConsumerRecord<byte[], byte[]> record =
                    new ConsumerRecord<>("books", 0, records.size(), new byte[] {1}, value);
            new ChunkHeaders(original.toString(), "in:1:1", from, value.length, index, Framing.BYTES, end)
                    .write(record.headers()::add);
            records.add(record);
        }
    }

    private BlobAudit.Blobs compare(Path... originals) throws IOException {
        return BlobAudit.compare(List.of(originals), target, reader -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                reader.take(record);
            }
        });
    }

    @Test
    void aFileThatCameBackIsTheSame() throws IOException {
        assertThat(compare(original)).isEqualTo(new BlobAudit.Blobs(1, 3, 9, List.of()));
    }

    @Test
    void aFileThatIsAnotherByNowIsNamedWithTheFirstByteThatDiffers() throws IOException {
        Files.write(original, new byte[] {1, 2, 3, 4, 5, 0, 7, 8, 9});

        assertThat(compare(original).wrong())
                .singleElement()
                .asString()
                .contains(original.toString(), "differ from byte 5 on");
    }

    @Test
    void aChunkThatIsMissingAndAFileThatNeverCameAreNamed() throws IOException {
        records.remove(1);
        Path other = directory.resolve("other.bin");

        assertThat(compare(original, other).wrong())
                .hasSize(3)
                .anyMatch(wrong -> wrong.contains(original + " did not come back"))
                .anyMatch(wrong -> wrong.contains(other + " did not come back"))
                .anyMatch(wrong -> wrong.contains("4"));
    }

    @Test
    void aChunkThatCameTwiceIsNamedThoughTheFileIsRight() throws IOException {
        records.add(1, records.get(0));

        assertThat(compare(original).wrong()).singleElement().asString().contains("the chunk at byte 0 came twice");
    }
}
