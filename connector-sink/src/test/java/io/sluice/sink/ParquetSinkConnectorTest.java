package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.LocalVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetSinkConnectorTest {
    private static final String ISOLATION = "consumer.override.isolation.level";

    private static Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new HashMap<>();
        new ParquetSinkConnector().validate(config).configValues().forEach(value -> {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        });
        return errors;
    }

    @Test
    void theLeastConfigurationIsValid() {
        assertThat(errors(Map.of("store.path", "/lake", ISOLATION, "read_committed")))
                .isEmpty();
    }

    @Test
    void readersOfUncommittedRecordsAreRefused() {
        assertThat(errors(Map.of("store.path", "/lake"))).containsOnlyKeys(ISOLATION);
        assertThat(errors(Map.of("store.path", "/lake", ISOLATION, "read_uncommitted")))
                .containsOnlyKeys(ISOLATION);
        assertThat(errors(Map.of("store.path", "/lake", "isolation.level.set.by.worker", "true")))
                .isEmpty();
        assertThat(errors(Map.of(
                        "store.path", "/lake", "isolation.level.set.by.worker", "true", ISOLATION, "read_uncommitted")))
                .containsOnlyKeys(ISOLATION);
    }

    @ParameterizedTest
    @CsvSource({
        "store.path, relative",
        "table, ../other",
        "table, _hidden",
        "value.format, xml",
        "schema, a strange",
        "csv.quote, ab",
        "metadata.columns, colour",
        "partition.time, field",
        "partition.time.field, ts",
        "partition.time.pattern, 'bbb'",
        "partition.time.zone, Nowhere/At_All",
        "parquet.codec, brotli",
        "parquet.bloom.columns, symbol:many",
        "rotate.age.ms, 0"
    })
    void whatIsWrongIsSaidAtItsKey(String key, String value) {
        Map<String, String> config = new HashMap<>(Map.of("store.path", "/lake", ISOLATION, "read_committed"));
        config.put(key, value);

        assertThat(errors(config)).hasSize(1);
        assertThat(errors(config).keySet())
                .allSatisfy(wrong -> assertThat(wrong).startsWith(key));
    }

    @Test
    void decodedRowsNeedASchema() {
        assertThat(errors(Map.of("store.path", "/lake", ISOLATION, "read_committed", "value.format", "csv")))
                .containsOnlyKeys("schema");
    }

    @Test
    void offsetsThatAreSetStandInTheLog(@TempDir Path directory) throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        try (LocalVfs vfs = LocalVfs.rootedAt(directory)) {
            new SinkRig(vfs, directory, broker, Map.of()).start(SinkRig.TRADES).readAllAndClose();
            Map<String, String> config = SinkRig.config(Map.of("store.path", directory.toString()));

            boolean altered =
                    new ParquetSinkConnector().alterOffsets(config, new HashMap<>(Map.of(SinkRig.TRADES, 7L)));
            new SinkRig(vfs, directory, broker, Map.of()).start(SinkRig.TRADES).readAllAndClose();

            assertThat(altered).isTrue();
            List<Long> numbers = new ArrayList<>(Trades.upTo(10));
            numbers.addAll(List.of(7L, 8L, 9L));
            numbers.sort(null);
            assertThat(Trades.numbers(vfs, directory)).isEqualTo(numbers);
        }
    }
}
