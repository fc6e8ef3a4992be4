package io.sluice.source;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.record.RowSchema;
import io.sluice.record.SchemaGuess;
import io.sluice.source.content.Content;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.scan.ChangeHints;
import io.sluice.source.scan.DirectoryScan;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.scan.WatchedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema that the beginnings of some files have in common. Found on the thread that starts the connector. */
final class SampledSchema {

    private static final Logger LOG = LoggerFactory.getLogger(SampledSchema.class);
    private static final int MOST_FILES = 8;
    private static final int SAMPLE_BYTES = 128 << 10;

    private SampledSchema() {}

    /** @throws ConnectException if there is nothing to infer it from, saying what to do */
    static RowSchema of(SourceConfig config) {
        String remedy = "; put a file with rows there before the connector starts, or declare the schema";
        List<byte[]> samples;
        try (Vfs vfs = LocalReading.vfs(config)) {
            samples = samples(vfs, config);
        } catch (IOException e) {
            throw new ConnectException("schema is infer, but the files cannot be looked at: " + e.getMessage(), e);
        }
        try {
            RowsConfig rows = config.rows();
            return rows.csv() != null
                    ? SchemaGuess.ofCsv(samples, rows.csv())
                    : SchemaGuess.ofJson(samples, rows.json());
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "schema is infer, but " + e.getMessage() + " of files below the roots" + remedy, e);
        }
    }

    private static List<byte[]> samples(Vfs vfs, SourceConfig config) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        ContentOpener contents = new ContentOpener(config.content());
        try (DirectoryScan scan = new DirectoryScan(vfs, config.scan(), WatchedFiles.ALL, ChangeHints.none())) {
            for (FoundFile file : scan.scan().files()) {
                if (samples.size() == MOST_FILES) {
                    break;
                }
                try (VfsFile opened = vfs.open(file.path(), OpenMode.READ);
                        Content content = contents.open(opened)) {
                    byte[] sample = sample(content);
                    if (sample.length > 0) {
                        samples.add(sample);
                    }
                } catch (IOException e) {
                    LOG.warn("No part of {} is in the sample that the schema is inferred from", file.path(), e);
                }
            }
        }
        return samples;
    }

    /** Whole lines from the beginning; of a shorter file, all of it. */
    private static byte[] sample(Content content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE_BYTES);
        while (bytes.hasRemaining() && content.read(bytes, bytes.position()) >= 0) {
            // Until it is full, or there is no more.
        }
        int end = bytes.position();
        if (!bytes.hasRemaining()) {
            while (end > 0 && bytes.get(end - 1) != '\n') {
                end--;
            }
        }
        return Arrays.copyOf(bytes.array(), end);
    }
}
