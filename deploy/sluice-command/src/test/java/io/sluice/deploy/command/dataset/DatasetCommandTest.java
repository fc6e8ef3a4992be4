package io.sluice.deploy.command.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.Description;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.RowContent;
import io.sluice.sink.store.StagedFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The commands on a data set in a real directory. */
class DatasetCommandTest {
    private static final MessageType TRADE = MessageTypeParser.parseMessageType("""
            message trade {
              required int64 sequence;
              required binary symbol (STRING);
              optional int64 ts (TIMESTAMP(MICROS,true));
              optional fixed_len_byte_array(8) price (DECIMAL(18,8));
              optional int32 day (DATE);
              optional binary raw;
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            }
            """);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            new CommandLine(DatasetCommand.class).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path directory;

    private Path trades;

    @BeforeEach
    void twoKeysAndASource() throws IOException {
        trades = Files.createDirectory(directory.resolve("trades"));
        try (LocalVfs vfs = LocalVfs.rootedAt(trades);
                LocalTarget target = new LocalTarget(vfs, trades, Runnable::run, RetrySettings.NONE);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("prices"))) {
            dataSet.write(Key.of("symbol=A"), new Description(3, Map.of("currency", "USD")), rows(0, 30));
            dataSet.write(Key.of("symbol=B"), Description.NONE, rows(30, 5));
            try (ClaimedLog log = dataSet.claim("orders-1")) {
                StagedFile file = log.stage(Key.of("orders"), 10);
                file.seal(rows(100, 2).writeTo(file).withOffsets(10, 12));
                log.commit(new Entry.Range(10, 13, Map.of()), List.of(file), Map.of());
                log.commit(new Entry.Range(15, 20, Map.of()), List.of(), Map.of());
            }
        }
    }

    private static RowContent<Group> rows(long first, int count) {
        return new RowContent<>(
                GroupRows.writing(TRADE),
                LongStream.range(first, first + count)
                        .mapToObj(DatasetCommandTest::row)
                        .iterator(),
                Map.of(),
                ParquetSettings.DEFAULT);
    }

    private static Group row(long number) {
        Group row = new SimpleGroupFactory(TRADE)
                .newGroup()
                .append("sequence", number)
                .append("symbol", "S" + number);
        if (number % 2 == 0) {
            row.append("ts", -1L)
                    .append("price", Binary.fromConstantByteArray(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}))
                    .append("day", -1)
                    .append("raw", Binary.fromConstantByteArray(new byte[] {0, 1}));
            Group tags = row.addGroup("tags");
            tags.addGroup("list").append("element", "x");
            tags.addGroup("list");
        }
        return row;
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return command.execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    }

    private Path fileOf(String key) throws IOException {
        try (Stream<Path> files = Files.list(trades.resolve(key))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void lsShowsKeysBelowAPrefixAndTheirSums() throws IOException {
        assertThat(run("ls", trades)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("symbol=A", "symbol=B", "orders", "37", "3 keys");
        assertThat(run("ls", trades, "symbol=A", "--json")).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/key").asText()).isEqualTo("symbol=A");
        assertThat(json.at("/rows").asLong()).isEqualTo(30);
        assertThat(json.at("/schemaVersion").asLong()).isEqualTo(3);
    }

    @Test
    void describeTellsOfLogsAndOfFiles() throws IOException {
        assertThat(run("describe", trades)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("3 keys, 3 files, 37 rows", "log orders-1: next offset 20");
        assertThat(run("describe", trades, "symbol=A")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("schema version 3, by prices", "currency = USD", "crc32c:", "sequence: 0 to 29");
        assertThat(run("describe", trades, "symbol=A", "--json")).isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/files/0/ranges/sequence/1")
                        .asText())
                .isEqualTo("29");
    }

    @Test
    void catPrintsRowsAsJsonWithTheirTypes() throws IOException {
        int exitCode = run("cat", trades, "symbol=A", "-n", "2");
        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.OK);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .isEqualTo("{\"sequence\":0,\"symbol\":\"S0\",\"ts\":\"1969-12-31T23:59:59.999999Z\",\"price\":-1E-8,"
                        + "\"day\":\"1969-12-31\",\"raw\":\"AAE=\",\"tags\":[\"x\",null]}");
        assertThat(new ObjectMapper().readTree(lines.get(1)).at("/ts").isNull()).isTrue();
    }

    @Test
    void verifyListsGapsAndFailsOnDamage() throws IOException {
        assertThat(run("verify", trades)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("37 rows", "gap: orders-1 passes over offsets 13 to 14 (2)", "sound");
        byte[] content = Files.readAllBytes(fileOf("symbol=A"));
        content[content.length / 2] ^= 1;
        Files.write(fileOf("symbol=A"), content);
        Files.delete(fileOf("orders"));
        assertThat(run("verify", trades)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("DAMAGED", "MISSING", "NOT SOUND: 2 problems");
        assertThat(run("verify", trades, "--json")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(new ObjectMapper().readTree(out.toString()).at("/problems")).hasSize(2);
    }

    @Test
    void publishAndGcFindNothingToDoInASoundDataSet() {
        assertThat(run("publish", trades)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("keys: its last commit is visible", "orders-1: nothing to do");
        assertThat(run("gc", trades, "--uploads-older-than", "7d")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("0 removed, 0 kept, 0 left");
    }

    @Test
    void gcRemovesWhatADeadWriterStaged() throws IOException {
        Path area = Files.createDirectories(trades.resolve("_sluice/staging/orders-1.0123456789abcdef"));
        Files.writeString(area.resolve("0.part"), "half a file");
        assertThat(run("gc", trades)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("removed orders-1.0123456789abcdef/0.part", "1 removed");
        assertThat(area).doesNotExist();
    }

    @Test
    void migrateCopiesReportsWhatFailedAndGoesOn() throws IOException {
        Path target = Files.createDirectory(directory.resolve("new"));
        byte[] good = Files.readAllBytes(fileOf("symbol=B"));
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(fileOf("symbol=B"), bad);

        assertThat(run("migrate", trades, target, "--batch", "2")).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString())
                .contains("3 of 3: symbol=B FAILED", "FAILED symbol=B: ", "damaged", "2 keys copied", "1 failed");
        Files.write(fileOf("symbol=B"), good);
        assertThat(run("migrate", trades, target, "--quiet")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("1 keys copied", "2 were there, 0 failed")
                .doesNotContain(" of 3: ");
        assertThat(run("verify", target)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("37 rows");
    }

    @Test
    void aPlaceWithoutADataSetAndAKeyThatIsMissingSayWhatToDo() {
        CommandLine.IExecutionExceptionHandler plain = (failure, line, parsed) -> {
            line.getErr().println(failure);
            return ExitCode.SOFTWARE;
        };
        command.setExecutionExceptionHandler(plain);
        assertThat(run("ls", directory)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("there is no data set here", "_sluice");
        assertThat(run("ls", directory.resolve("none"))).isEqualTo(ExitCode.SOFTWARE);
        assertThat(run("describe", trades, "symbol=Z")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("no key symbol=Z", "sluice dataset ls");
        assertThat(run("cat", trades, "../etc")).isEqualTo(ExitCode.USAGE);
        assertThat(run("gc", trades, "--uploads-older-than", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must be like 7d");
        assertThat(run()).isEqualTo(ExitCode.USAGE);
    }
}
