package io.sluice.deploy.command.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.page.Commit;
import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.targets.StagingArea;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a table by its commit logs, wherever they are. */
class TableTailTest {
    private static final String LOG = "market-trades-0";
    private static final long NOON = 1_700_000_000_000L;

    @TempDir
    private Path directory;

    /** One file of ten rows for ten offsets. */
    private static void commit(TablePlace place, long sequence) throws IOException {
        append(
                place,
                EntryKind.COMMIT,
                sequence,
                sequence,
                new Change("all", null, List.of(file(sequence)), List.of()),
                new Entry.Range(10 * sequence, 10 * sequence + 10, Map.of()));
    }

    private static DataFile file(long sequence) {
        return new DataFile(
                "f" + sequence + ".parquet", 10, 100, "crc32c:00000000", null, null, Map.of(), "w", "s" + sequence);
    }

    /** @param lastCommit what the totals say, which count also what was taken back */
    private static void append(
            TablePlace place, EntryKind kind, long sequence, long lastCommit, Change change, Entry.Range range)
            throws IOException {
        long next = range == null ? 10 * lastCommit : range.next();
        Entry entry = new Entry(
                Entry.FORMAT,
                kind,
                "id",
                LOG,
                sequence,
                1,
                "w",
                "n" + sequence,
                Instant.ofEpochMilli(NOON + sequence),
                next,
                new Entry.Totals(lastCommit + 1, lastCommit + 1, 10 * lastCommit + 10, 100 * lastCommit + 100),
                range,
                List.of(change),
                Map.of());
        try (TablePlace.Open open = place.open().orElseThrow();
                StagingArea staging = open.target().openStaging("test-" + sequence)) {
            assertThat(new CommitLog(open.target(), LOG).append(entry, staging)).isTrue();
        }
    }

    @Test
    void whatWasTakenBackIsNotInTheTableAndIsTold() throws IOException {
        Files.createDirectories(directory.resolve("trades/_sluice/log"));
        TablePlace place = new TablePlace("trades", directory.toString(), Map.of());
        try (TableTail tail = new TableTail(place)) {
            commit(place, 0);
            commit(place, 1);
            assertThat(tail.look().orElseThrow().content().rows()).isEqualTo(20);

            append(place, EntryKind.VOID, 2, 1, new Change("all", null, List.of(), List.of("f1.parquet")), null);
            TableTail.Sight sight = tail.look().orElseThrow();

            assertThat(sight.content()).isEqualTo(new TableTail.Content(10, 100, 1));
            assertThat(sight.next()).isEqualTo(Map.of(new TopicPartition("market-trades", 0), 10L));
            assertThat(sight.commits()).isEmpty();
            assertThat(sight.takenBack())
                    .containsExactly(new TableTail.TakenBack(NOON + 2, "trades", "market-trades-0", 1));
            assertThat(sight.takenBack().get(0)).asString().contains("Commit 1", "trades", "read again");
        }
        commit(place, 3);
        // One that begins later finds the same.
        try (TableTail tail = new TableTail(place)) {
            assertThat(tail.look().orElseThrow().content()).isEqualTo(new TableTail.Content(20, 200, 2));
        }
    }

    @Test
    void filesThatWerePutTogetherAreCountedOnce() throws IOException {
        Files.createDirectories(directory.resolve("trades/_sluice/log"));
        TablePlace place = new TablePlace("trades", directory.toString(), Map.of());
        try (TableTail tail = new TableTail(place)) {
            commit(place, 0);
            commit(place, 1);
            assertThat(tail.look().orElseThrow().content().files()).isEqualTo(2);

            DataFile both = new DataFile("both.parquet", 20, 150, "crc32c:00000000", null, null, Map.of(), "w", "s2");
            append(
                    place,
                    EntryKind.COMMIT,
                    2,
                    1,
                    new Change("all", null, List.of(both), List.of("f0.parquet", "f1.parquet")),
                    new Entry.Range(20, 20, Map.of()));

            assertThat(tail.look().orElseThrow().content()).isEqualTo(new TableTail.Content(20, 150, 1));
        }
    }

    private static void isFollowed(TablePlace place) throws IOException {
        try (TableTail tail = new TableTail(place)) {
            assertThat(tail.look()).isEmpty();
            commit(place, 0);
            commit(place, 1);

            TableTail.Sight first = tail.look().orElseThrow();
            assertThat(first.content()).isEqualTo(new TableTail.Content(20, 200, 2));
            assertThat(first.next()).isEqualTo(Map.of(new TopicPartition("market-trades", 0), 20L));
            assertThat(first.commits())
                    .containsExactly(
                            new Commit("trades", NOON, 0, "market-trades", 0, 0, 9, 1, 10, 100),
                            new Commit("trades", NOON + 1, 1, "market-trades", 0, 10, 19, 1, 10, 100));

            commit(place, 2);
            TableTail.Sight second = tail.look().orElseThrow();
            assertThat(second.content()).isEqualTo(new TableTail.Content(30, 300, 3));
            assertThat(second.commits()).extracting(Commit::number).containsExactly(2L);
            assertThat(tail.look().orElseThrow().commits()).isEmpty();
        }
    }

    @Test
    void aTableInADirectoryIsFollowed() throws IOException {
        Path log = Files.createDirectories(directory.resolve("trades/_sluice/log"));
        assertThat(log).isDirectory();

        isFollowed(new TablePlace("trades", directory.toString(), Map.of()));
    }

    @Test
    void aTableInABucketIsFollowed() throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
            HttpRequest bucket = HttpRequest.newBuilder(endpoint.resolve("/lake"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(bucket, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);

            TablePlace place = new TablePlace("trades", "s3://lake/tables/", inBucket(endpoint));
            assertThat(place.directory()).isEmpty();
            assertThat(place.location()).isEqualTo("s3://lake/tables/trades");
            isFollowed(place);
        } finally {
            server.stop();
        }
    }

    private static Map<String, String> inBucket(URI endpoint) {
        return Map.of(
                "s3.endpoint", endpoint.toString(),
                "s3.region", "eu-central-1",
                "s3.path.style", "true",
                "s3.access.key", "tester",
                "s3.secret.key", "secret");
    }

    @Test
    void aBucketThatDoesNotAnswerIsToldOnce() throws IOException {
        TablePlace place = new TablePlace("trades", "s3://lake", inBucket(URI.create("http://127.0.0.1:1")));
        try (TableTail tail = new TableTail(place)) {
            assertThatThrownBy(tail::look).isInstanceOf(IOException.class);

            assertThat(tail.failed(new IOException("no connection")))
                    .get()
                    .asString()
                    .contains("trades", "no connection");
            assertThat(tail.failed(new IOException("no connection"))).isEmpty();
        }
    }
}
