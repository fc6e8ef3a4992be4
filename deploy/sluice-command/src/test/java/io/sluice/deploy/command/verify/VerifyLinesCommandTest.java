package io.sluice.deploy.command.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.Description;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.RowContent;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command on real files: a directory as it was read, and a data set as the sink writes it. */
class VerifyLinesCommandTest {
    private static final MessageType ROW = MessageTypeParser.parseMessageType("""
            message row {
              required binary symbol (STRING);
              required int64 sequence;
              required group kafka_headers (LIST) {
                repeated group list {
                  required group element { required binary name (STRING); optional binary value (STRING); }
                }
              }
            }
            """);
    private static final String SCHEMA = "symbol string, sequence long";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(VerifyLinesCommand.class)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    private final List<Group> rows = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path source;
    private Path lake;

    /** Two files with a header, the first in two chunks, the second without a last line end and with a blank line. */
    @BeforeEach
    void files() throws IOException {
        source = Files.createDirectories(directory.resolve("in"));
        lake = Files.createDirectory(directory.resolve("lake"));
        Files.createDirectory(source.resolve("sub"));
        Files.writeString(source.resolve("a.csv"), "symbol,sequence\nA,1\nA,2\nB,3\n");
        Files.writeString(source.resolve("sub/b.csv"), "symbol,sequence\n\nC,4\r\nC,5");
        chunk("/mnt/other/in/a.csv", 0, 20, "A,1");
        chunk("/mnt/other/in/a.csv", 20, 8, "A,2", "B,3");
        chunk("/mnt/other/in/sub/b.csv", 0, 25, "C,4", "C,5");
    }

    /** Of the file that has the path's name now. */
    private void chunk(String file, long offset, long length, String... lines) throws IOException {
        Path here = source.resolve(file.substring("/mnt/other/in/".length()));
        chunk(file, Files.exists(here) ? id(here) : "in:0:1:0", offset, length, lines);
    }

    /** As the source makes it when it first sees a file. */
    private static String id(Path file) throws IOException {
        return "in:" + inode(file) + ":1:0";
    }

    private static long inode(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    }

    private void chunk(String file, String id, long offset, long length, String... lines) {
        for (String line : lines) {
            Group row = new SimpleGroupFactory(ROW).newGroup();
            row.append("symbol", line.substring(0, 1)).append("sequence", Long.parseLong(line.substring(2)));
            Group headers = row.addGroup("kafka_headers");
            header(headers, "sluice.file", file);
            header(headers, "sluice.file.id", id);
            header(headers, "sluice.offset", Long.toString(offset));
            header(headers, "sluice.length", Long.toString(length));
            rows.add(row);
        }
    }

    private static void header(Group headers, String name, String value) {
        headers.addGroup("list").addGroup("element").append("name", name).append("value", value);
    }

    private int verify(Object... further) throws IOException {
        if (!Files.exists(lake.resolve("_sluice"))) {
            try (LocalVfs vfs = LocalVfs.rootedAt(lake);
                    LocalTarget target = new LocalTarget(vfs, lake, Runnable::run, RetrySettings.NONE);
                    DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
                dataSet.write(
                        Key.of("data"),
                        Description.NONE,
                        new RowContent<>(GroupRows.writing(ROW), rows.iterator(), Map.of(), ParquetSettings.DEFAULT));
            }
        }
        out.getBuffer().setLength(0);
        return command.execute(Stream.concat(Stream.of(source, lake, "--header"), Stream.of(further))
                .map(String::valueOf)
                .toArray(String[]::new));
    }

    private int verifyByKey(Object... further) throws IOException {
        return verify(Stream.concat(Stream.of("--key", "symbol,sequence", "--schema", SCHEMA), Stream.of(further))
                .toArray());
    }

    @Test
    void everyLineThatIsThereOnceIsFoundByItsChunkWhereverItsDirectoryWasMounted() throws IOException {
        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("every line is there, once").containsPattern(" 3 +3 +0 +0 +a\\.csv");
        assertThat(out.toString()).containsPattern(" 2 +2 +0 +0 +sub/b\\.csv");
    }

    @Test
    void everyLineThatIsThereOnceIsFoundByItsKey() throws IOException {
        assertThat(verifyByKey()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern(" 2 +2 +0 +0 +sub/b\\.csv");
    }

    @Test
    void aDirectoryWithoutAFileToCompareIsNoProof() throws IOException {
        assertThat(verify("--include", "*.log")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("nothing to compare").contains("*.log");
        assertThat(out.toString()).doesNotContain("every line is there");
    }

    @Test
    void aRowThatIsMissingIsCountedInItsFile() throws IOException {
        rows.remove(1);

        assertThat(verify("--json")).isEqualTo(ExitCode.SOFTWARE);

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/missing").asLong()).isEqualTo(1);
        assertThat(report.at("/files/0/missing").asLong()).isEqualTo(1);
        assertThat(report.at("/duplicated").asLong()).isZero();
        assertThat(verifyByKey()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).containsPattern(" 3 +2 +1 +0 +a\\.csv").contains("NOT COMPLETE: 1 missing, 0 twice");
    }

    @Test
    void aChunkThatIsMissingIsCountedAlthoughNoRowTellsOfIt() throws IOException {
        rows.subList(1, 3).clear();

        assertThat(verify()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).containsPattern(" 3 +1 +2 +0 +a\\.csv");
    }

    @Test
    void aChunkThatCameTwiceIsCountedAlsoIfItWasCutOtherwiseTheSecondTime() throws IOException {
        chunk("/mnt/other/in/a.csv", 20, 4, "A,2");
        chunk("/mnt/other/in/sub/b.csv", 0, 25, "C,4", "C,5");

        assertThat(verify()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).containsPattern(" 3 +4 +0 +1 +a\\.csv").containsPattern(" 2 +4 +0 +2 +sub/b\\.csv");
        assertThat(verifyByKey()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("NOT COMPLETE: 0 missing, 3 twice");
    }

    @Test
    void rowsOfFilesThatAreGoneAreToldAndAreNoFault() throws IOException {
        chunk("/mnt/other/in/gone.csv", 0, 100, "D,9");

        assertThat(verify()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("not compared: 1 row(s) of /mnt/other/in/gone.csv", "the file is gone")
                .contains("every line that is still here is there, once");
        assertThat(verifyByKey()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("rows that no line explains: 1");
    }

    @Test
    void aFileThatWasRenamedIsFoundUnderItsNewNameAndTheOneThatHasItsNameIsAnother() throws IOException {
        Files.move(source.resolve("a.csv"), source.resolve("a.csv.1"));
        Files.writeString(source.resolve("a.csv"), "symbol,sequence\nE,1\n");
        chunk("/mnt/other/in/a.csv", 0, 20, "E,1");

        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 1 +1 +0 +0 +a\\.csv\\n")
                .containsPattern(" 3 +3 +0 +0 +a\\.csv\\.1\\n")
                .endsWith("every line is there, once\n");
    }

    @Test
    void filesThatWereCompressedAfterTheyWereRotatedAreFoundByTheirContentEachByItsOwn() throws IOException {
        byte[] first = Files.readAllBytes(source.resolve("a.csv"));
        byte[] second = "symbol,sequence\nE,1\nE,22\n".getBytes(StandardCharsets.UTF_8);
        Files.write(source.resolve("a.csv.tmp"), second);
        chunk("/mnt/other/in/a.csv", id(source.resolve("a.csv.tmp")), 0, 25, "E,1", "E,22");
        Files.delete(source.resolve("a.csv.tmp"));
        Files.delete(source.resolve("a.csv"));
        write("a.csv.1.gz", GZIPOutputStream::new, second);
        write("a.csv.2.gz", GZIPOutputStream::new, first);
        Files.writeString(source.resolve("a.csv"), "symbol,sequence\nF,1\n");
        chunk("/mnt/other/in/a.csv", "in:" + inode(source.resolve("a.csv")) + ":9:9", 0, 20, "F,1");

        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 1 +1 +0 +0 +a\\.csv\\n")
                .containsPattern(" 2 +2 +0 +0 +a\\.csv\\.1\\.gz +\\(another file than was read")
                .containsPattern(" 3 +3 +0 +0 +a\\.csv\\.2\\.gz +\\(another file than was read")
                .endsWith("every line is there, once\n");
    }

    @Test
    void whatCopytruncateLeftIsComparedWithItsCopyAndToldToBeGoneWithoutOne() throws IOException {
        Path file = source.resolve("a.csv");
        Path copy = source.resolve("a.csv.1");
        Files.copy(file, copy);
        Files.writeString(file, "symbol,sequence\nE,1\n");
        chunk("/mnt/other/in/a.csv", "in:" + inode(file) + ":2:1", 0, 20, "E,1");

        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 1 +1 +0 +0 +a\\.csv\\n")
                .containsPattern(" 3 +3 +0 +0 +a\\.csv\\.1 +\\(another file than was read");

        Files.delete(copy);
        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 1 +1 +0 +0 +a\\.csv\\n")
                .contains("not compared: 3 row(s) of /mnt/other/in/a.csv (" + id(file) + ")")
                .contains("a.csv, was written anew since, as copytruncate does")
                .contains("3 row(s) are of content that is not here");
    }

    @Test
    void aFileThatHasTheInodeOfADeletedOneIsNotTakenForIt() throws IOException {
        Path next = source.resolve("next.csv");
        Files.writeString(next, "symbol,sequence\nNobody has read,1\n");
        chunk("/mnt/other/in/gone.csv", id(next), 0, 22, "D,1", "D,2");

        assertThat(verify()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString())
                .containsPattern(" 1 +0 +1 +0 +next\\.csv")
                .contains("not compared: 2 row(s) of /mnt/other/in/gone.csv")
                .contains("its inode is now that of next.csv");
    }

    @Test
    void aFileThatWasReadTwiceUnderTwoIdsIsAFaultAsNobodyCanTellThatItWasNot() throws IOException {
        Path file = source.resolve("a.csv");
        chunk("/mnt/other/in/a.csv", "in:" + inode(file) + ":2:1", 0, 28, "A,1", "A,2", "B,3");

        assertThat(verify("--json")).isEqualTo(ExitCode.SOFTWARE);

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/ok").asBoolean()).isFalse();
        assertThat(report.at("/uncompared/0/mayBeTwice").asBoolean()).isTrue();
        assertThat(report.at("/uncompared/0/why").asText()).contains("read twice", "--key");
        assertThat(verifyByKey()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("NOT COMPLETE: 0 missing, 3 twice");
    }

    @Test
    void aFileWithTwoNamesIsOneAndNulsBeforeItsFirstLineAreNoLine() throws IOException {
        Path file = source.resolve("nuls.csv");
        Files.writeString(file, "\0".repeat(40) + "symbol,sequence\nN,1\n");
        Files.createLink(source.resolve("zz.csv"), file);
        chunk("/mnt/other/in/nuls.csv", 40, 20, "N,1");

        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern(" 1 +1 +0 +0 +nuls\\.csv").doesNotContain("zz.csv");
    }

    @Test
    void onlyFilesThatAreIncludedAreLookedAt() throws IOException {
        Files.writeString(source.resolve("notes.txt"), "nothing\nof\ninterest\n");

        assertThat(verify("--include", "**/*.csv")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 3 +3 +0 +0 +a\\.csv")
                .containsPattern(" 2 +2 +0 +0 +sub/b\\.csv")
                .doesNotContain("notes.txt");
        assertThat(verify("--include", "{*,**/*}.csv")).isEqualTo(ExitCode.OK);
    }

    @Test
    void compressedFilesAreReadAlsoThoseThatWereCompressedSince() throws IOException {
        write("a.csv.gz", GZIPOutputStream::new, Files.readAllBytes(source.resolve("a.csv")));
        Files.delete(source.resolve("a.csv"));
        write("sub/b.csv.zst", ZstdOutputStream::new, Files.readAllBytes(source.resolve("sub/b.csv")));
        Files.delete(source.resolve("sub/b.csv"));

        assertThat(verify()).as(err.toString() + out).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern(" 3 +3 +0 +0 +a\\.csv\\.gz")
                .containsPattern(" 2 +2 +0 +0 +sub/b\\.csv\\.zst");
        assertThat(verifyByKey()).as(err.toString() + out).isEqualTo(ExitCode.OK);

        write("late.csv.gz", GZIPOutputStream::new, "symbol,sequence\nZ,9\n".getBytes(StandardCharsets.UTF_8));
        assertThat(verify()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString()).containsPattern(" 1 +0 +1 +0 +late\\.csv\\.gz");
    }

    /** Compresses. */
    private interface Compressing {
        OutputStream into(OutputStream file) throws IOException;
    }

    private void write(String name, Compressing compressing, byte[] content) throws IOException {
        try (OutputStream file = compressing.into(Files.newOutputStream(source.resolve(name)))) {
            file.write(content);
        }
    }

    @Test
    void aWrongCommandLineSaysWhatIsMissing() throws IOException {
        assertThat(verify("--key", "symbol")).isEqualTo(ExitCode.USAGE);
        assertThat(verify("--key", "price", "--schema", SCHEMA)).isEqualTo(ExitCode.USAGE);
        assertThat(verify("--key", "symbol", "--schema", "symbol text")).isEqualTo(ExitCode.USAGE);
        assertThat(verify("--include", "[a-")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "--key needs --schema",
                        "--key names price",
                        "--schema: ",
                        "--include is [a-, which is no glob");
        assertThat(verify("--headers-column", "other")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("has no column other", "metadata.columns=headers");
    }
}
