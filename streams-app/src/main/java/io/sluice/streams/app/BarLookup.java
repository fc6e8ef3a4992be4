package io.sluice.streams.app;

import io.sluice.streams.engine.BarQuery;
import io.sluice.streams.engine.KeyState;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.window.Level;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * Answers for one key's bars: from this instance's stores if it has the key, else by asking the one that has. Called by the
 * threads of the {@link HttpEndpoint}.
 */
final class BarLookup {
    /** Marks a question that was passed on once, so that it is never passed on twice. */
    static final String PASSED_ON = "X-Sluice-Passed-On";

    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** The key is somewhere else, or moves: ask again. */
    static final class NotNowException extends Exception {
        private static final long serialVersionUID = 1;

        NotNowException(String message) {
            super(message);
        }
    }

    private final KafkaStreams streams;
    private final Plan plan;
    private final HostInfo self;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    BarLookup(KafkaStreams streams, Plan plan, HostInfo self) {
        this.streams = streams;
        this.plan = plan;
        this.self = self;
    }

    /**
     * The bars that start in [from, to), as a JSON array.
     *
     * @param path of the question, to pass it on with
     * @param passedOn whether it was passed on to here
     */
    String bars(byte[] key, Level level, long from, long to, String path, boolean passedOn)
            throws NotNowException, IOException, InterruptedException {
        KeyQueryMetadata place = streams.queryMetadataForKey(WindowProcessor.KEYS, key, AppTopology.byKey());
        if (place == null || place.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new NotNowException("it is not known yet which instance has the key; ask again in a moment");
        }
        if (place.activeHost().equals(self)) {
            return local(key, level, from, to, place.partition());
        }
        if (passedOn) {
            throw new NotNowException("the key is moving between instances; ask again in a moment");
        }
        return remote(place.activeHost(), path);
    }

    private String remote(HostInfo host, String path) throws NotNowException, IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host.host() + ":" + host.port() + path))
                .timeout(ANSWER)
                .header(PASSED_ON, "true")
                .build();
        HttpResponse<String> response =
                client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new NotNowException("instance " + host.host() + ":" + host.port() + ", which has the key, answered "
                    + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private String local(byte[] key, Level level, long from, long to, int partition) throws NotNowException {
        try {
            KeyStateStore keys =
                    streams.store(StoreQueryParameters.fromNameAndType(WindowProcessor.KEYS, new KeyStateStoreType())
                            .withPartition(partition));
            ReadOnlyKeyValueStore<Bytes, byte[]> windows = streams.store(StoreQueryParameters.fromNameAndType(
                            WindowProcessor.WINDOWS, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .withPartition(partition));
            KeyState state = keys.committed(Bytes.wrap(key));
            if (state == null) {
                return "[]";
            }
            JsonBars json = new JsonBars(plan);
            StringJoiner all = new StringJoiner(",\n", "[", "]");
            new BarQuery(plan)
                    .bars(
                            state,
                            (first, last, receiver) -> StoredWindows.scan(windows, first, last, receiver),
                            level,
                            from,
                            to,
                            bar -> all.add(new String(json.write(bar), StandardCharsets.UTF_8)));
            return all.toString();
        } catch (InvalidStateStoreException e) {
            throw new NotNowException(
                    "the stores are not open: the key moves, or its state is being restored; ask again");
        }
    }

    /** Finds the store of keys among a task's stores. */
    private static final class KeyStateStoreType implements QueryableStoreType<KeyStateStore> {
        @Override
        public boolean accepts(StateStore store) {
            return store instanceof KeyStateStore;
        }

        @Override
        public KeyStateStore create(StateStoreProvider provider, String name) {
            List<KeyStateStore> stores = provider.stores(name, this);
            if (stores.isEmpty()) {
                throw new InvalidStateStoreException("no task of this instance has the store " + name);
            }
            return stores.get(0);
        }
    }
}
