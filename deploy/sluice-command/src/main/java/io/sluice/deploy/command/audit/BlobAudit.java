package io.sluice.deploy.command.audit;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.record.ChunkHeaders;
import io.sluice.record.IncompleteFile;
import io.sluice.record.Reassembler;
import io.sluice.record.ReassemblyTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads a topic of chunks as a user's program would, puts its files together below a directory, and compares them byte by byte with
 * the originals. Used by one thread.
 */
public final class BlobAudit {
    private static final int OPEN_FILES = 64;

    private BlobAudit() {}

    /** What became of the files; {@code wrong} says of each that is not the same what is wrong. */
    public record Blobs(long files, long chunks, long bytes, List<String> wrong) {
        public boolean holds() {
            return wrong.isEmpty();
        }
    }

    /**
     * Reads the topic up to its present end.
     *
     * @param originals every file that must come back
     * @param target an empty directory
     * @throws io.sluice.deploy.cluster.ClusterException if reading it takes longer than {@code longest}
     */
    public static Blobs compare(
            String bootstrapServers, String topic, List<Path> originals, Path target, Duration longest)
            throws IOException {
        return compare(originals, target, reader -> TopicReading.toEnd(bootstrapServers, topic, longest, reader));
    }

    /** Shows each record to a reader. */
    @FunctionalInterface
    interface Records {
        void show(TopicReading.Reader<IOException> reader) throws IOException;
    }

    static Blobs compare(List<Path> originals, Path target, Records records) throws IOException {
        try (Vfs vfs = LocalVfs.rootedAt(target)) {
            Together together = new Together(vfs, target.toRealPath());
            try (Reassembler reassembler = new Reassembler(together, OPEN_FILES, OPEN_FILES)) {
                records.show(record -> together.take(reassembler, record));
            }
            return together.result(originals);
        }
    }

    /** The files that have come back so far. */
    private static final class Together implements ReassemblyTarget {
        private final Vfs vfs;
        private final Path directory;
        private final Map<String, Path> whole = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();
        private long chunks;
        private long bytes;
        private int opened;

        Together(Vfs vfs, Path directory) {
            this.vfs = vfs;
            this.directory = directory;
        }

        void take(Reassembler reassembler, ConsumerRecord<byte[], byte[]> record) throws IOException {
            ChunkHeaders chunk = ChunkHeaders.read(name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            });
            chunks++;
            bytes += record.value().length;
            Reassembler.Outcome outcome = reassembler.accept(chunk, record.value(), 0, record.value().length);
            if (outcome == Reassembler.Outcome.REPEATED && chunk.length() > 0) {
                wrong.add(chunk.file() + ": the chunk at byte " + chunk.offset() + " came twice (offset "
                        + record.offset() + ")");
            }
        }

        Blobs result(List<Path> originals) throws IOException {
            for (Path original : originals) {
                Path copy = whole.get(original.toString());
                if (copy == null) {
                    wrong.add(original + " did not come back");
                } else {
                    long differing = Files.mismatch(original, copy);
                    if (differing >= 0) {
                        wrong.add(original + " and " + copy + " differ from byte " + differing + " on");
                    }
                }
            }
            return new Blobs(originals.size(), chunks, bytes, List.copyOf(wrong));
        }

        @Override
        public Output open(ChunkHeaders first) throws IOException {
            Path name = Path.of(first.file()).getFileName();
            Path path = directory.resolve(opened++ + "-" + name);
            VfsFile file = vfs.open(path, OpenMode.CREATE_NEW);
            return new Output() {
                private long position;

                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    ByteBuffer content = ByteBuffer.wrap(buffer, offset, length);
                    while (content.hasRemaining()) {
                        position += file.write(content, position);
                    }
                }

                @Override
                public void complete(ChunkHeaders last) throws IOException {
                    file.close();
                    whole.put(last.file(), path);
                }

                @Override
                public void discard() throws IOException {
                    file.close();
                }
            };
        }

        @Override
        public void incomplete(IncompleteFile file) {
            wrong.add(file.message());
        }
    }
}
