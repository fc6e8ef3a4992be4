package io.sluice.deploy.command.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {
    private static final String WHOLE = """
            name: market
            inputs:
              trades:
                directory: in/trades
                include: ['*.csv', '*.csv.*']
                schema: ts timestamp_micros, symbol string, price decimal(18,8), quantity long
                partitions: 3
                settings:
                  scan.interval.ms: 200
              books:
                directory: /data/books
                framing: bytes
            windows:
              input: trades
              key: symbol
              time: ts
              aggregates: ohlcv(price, quantity)
              levels:
                s1: tumbling 1s
                m1: tumbling 1m of s1
              grace: 2s
            outputs:
              lake: lake
              every: 10s
              tables:
                trades:
                  partition: symbol
                m1:
            """;

    private static Pipeline parse(String text) {
        return PipelineFile.parse("pipeline.yaml", Path.of("/home/u"), text);
    }

    @Test
    void whatGoesAsideHasATopicAlsoWhereASettingNamesIt() {
        Generated generated = Generated.of(parse("""
                        name: market
                        inputs:
                          trades:
                            directory: in
                            framing: lines
                            settings:
                              bad.records: dead-letter
                              dead.letter.topic: unreadable
                        outputs:
                          lake: lake
                          tables:
                            trades:
                              settings:
                                errors.deadletterqueue.topic.name: no-rows
                        """), Optional.empty());

        assertThat(generated.topics())
                .extracting(Generated.Topic::name)
                .containsExactly("market-trades", "market-state", "unreadable", "no-rows");
    }

    @Test
    void everythingThatAFileSaysIsInWhatIsMadeOfIt() {
        Generated generated = Generated.of(parse(WHOLE), Optional.of("symbol string, rows long"));

        assertThat(generated.topics())
                .extracting(Generated.Topic::name)
                .containsExactly(
                        "market-trades",
                        "market-books",
                        "market-state",
                        "market-s1",
                        "market-m1",
                        "market-late",
                        "market-invalid",
                        "market-trades-bad",
                        "market-m1-bad");
        assertThat(generated.topics().get(0).partitions()).isEqualTo(3);
        assertThat(generated.connectors())
                .extracting(Generated.Connector::name)
                .containsExactly("market-trades-files", "market-books-files", "market-trades-lake", "market-m1-lake");
        assertThat(generated.connectors().get(0).config())
                .containsEntry("roots", "trades=/home/u/in/trades")
                .containsEntry("include", "*.csv,*.csv.*")
                .containsEntry("mode", "tail")
                .containsEntry("framing", "line-chunks")
                .containsEntry("exactly.once.support", "required")
                .containsEntry("scan.interval.ms", "200");
        assertThat(generated.connectors().get(1).config())
                .containsEntry("framing", "bytes")
                .containsEntry("mode", "complete");
        assertThat(generated.connectors().get(2).config())
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("store.path", "/home/u/lake")
                .containsEntry("partition.fields", "symbol")
                .containsEntry("rotate.age.ms", "10000")
                .containsEntry("value.format", "csv");
        assertThat(generated.connectors().get(3).config())
                .containsEntry("topics", "market-m1")
                .containsEntry("value.format", "json")
                .containsEntry("schema", "symbol string, rows long");
        assertThat(generated.app())
                .containsEntry("input.topics", "market-trades")
                .containsEntry("windows", "s1, m1")
                .containsEntry("window.m1", "tumbling 1m of s1")
                .containsEntry("output.topic", "market-{window}");
    }

    @Test
    void theApplicationsConfigurationSurvivesItsFile() throws IOException {
        var config = Map.of("aggregates", "count(\"a\\b\") as n", "csv.null", "\\N");
        var read = new Properties();
        read.load(new StringReader(AppConfigs.text(config)));

        assertThat(read).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: market                         | name: 1x                             | pipeline.yaml:1: name is called '1x'
            framing: bytes                       | framing: byte                        | pipeline.yaml:12: inputs.books.framing is 'byte'; it must be one of line-chunks, lines, bytes
            partitions: 3                        | partitions: none                     | pipeline.yaml:7: inputs.trades.partitions is 'none'; it must be a number from 1
            partitions: 3                        | partition: 3                         | pipeline.yaml:7: inputs.trades.partition is not known here; known are directory,
            price decimal(18,8)                  | price dezimal(18,8)                  | pipeline.yaml:6: inputs.trades.schema cannot be read
            input: trades                        | input: trade                         | pipeline.yaml:14: windows.input is 'trade'; it must be one of the inputs [trades, books]
            input: trades                        | input: books                         | pipeline.yaml:14: windows.input is 'books', which has no schema
            every: 10s                           | every: 10 s                          | pipeline.yaml:24: outputs.every is '10 s'; it must be a number and ms, s, m or h
            partition: symbol                    | partitions: symbol                   | pipeline.yaml:27: outputs.tables.trades.partitions is not known here
            grace: 2s                            | : : [                                | this is no YAML
            directory: in/trades                 | directory: 'a,b'                     | pipeline.yaml:4: inputs.trades.directory is /home/u/a,b; it must not contain a comma
            directory: in/trades                 | follow: true                         | inputs.trades.directory is missing; as in: directory: /data/trades
            """)
    void aMistakeNamesTheLineTheKeyAndTheRemedy(String right, String wrong, String message) {
        assertThat(WHOLE).contains(right);

        assertThatThrownBy(() -> parse(WHOLE.replaceFirst(Pattern.quote(right), wrong)))
                .isInstanceOf(PipelineMistake.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTableOfNothingAndOfBytesIsRefused() {
        for (String table : List.of("h1", "books")) {
            assertThatThrownBy(() -> parse(WHOLE.replace("    m1:\n", "    " + table + ":\n")))
                    .isInstanceOf(PipelineMistake.class)
                    .hasMessageContaining("outputs.tables has " + table);
        }
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> parse("name: a\nname: b\n"))
                .isInstanceOf(PipelineMistake.class)
                .hasMessage("pipeline.yaml:2: name is there twice; remove one");
    }
}
