package io.sluice.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Iceberg's Hadoop catalog says of a table, read from its files. One thread. */
record IcebergTable(Path directory) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many rows the current snapshot has; 0 while there is none. */
    long rows() throws IOException {
        Path metadata = directory.resolve("metadata");
        int version = 0;
        while (Files.exists(metadata.resolve("v" + (version + 1) + ".metadata.json"))) {
            version++;
        }
        if (version == 0) {
            return 0;
        }
        JsonNode table = JSON.readTree(
                Files.readString(metadata.resolve("v" + version + ".metadata.json"), StandardCharsets.UTF_8));
        long current = table.path("current-snapshot-id").asLong(-1);
        for (JsonNode snapshot : table.path("snapshots")) {
            if (snapshot.path("snapshot-id").asLong() == current) {
                return snapshot.path("summary").path("total-records").asLong();
            }
        }
        return 0;
    }
}
