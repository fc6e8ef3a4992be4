package io.sluice.deploy.command.verify;

import io.sluice.deploy.command.dataset.OpenPlace;
import io.sluice.deploy.command.dataset.ServerOptions;
import io.sluice.deploy.command.terminal.Console;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Is every line of a directory in a data set, once? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compare the lines of a directory's files with the rows of the data set that came of them: per file, how many lines"
                    + " and rows there are, how many are missing and how many are there more than once. Changes nothing.",
            "",
            "By itself it goes by the headers of chunks (framing=line-chunks), which the sink keeps with"
                    + " metadata.columns=headers. With --key it goes by columns that name a row, whatever the framing, and needs the"
                    + " schema. Blank lines count for nothing; a line that is no row (bad, or in a dead-letter topic) counts as"
                    + " missing. What was written since the last commit is missing until it is committed.",
            "",
            "A file is known by what it is, not by its name: it may have been rotated since, renamed, or compressed (gzip, zstd,"
                    + " bzip2, xz, lz4). What is not here any more cannot be compared, and is told with the reason: a file"
                    + " that was deleted, or written anew (copytruncate) without a copy."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every line is there, once",
            "1:something is missing, or there more than once, or cannot be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice verify /data/trades /data/lake/trades --header",
            "  sluice verify /data/trades s3://lake/sluice/trades --header --include '**/*.csv'",
            "  sluice verify /data/trades /data/lake/trades --header --key symbol,sequence \\",
            "      --schema 'ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long'"
        })
public final class VerifyLinesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE_DIR", description = "The directory whose files were read.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "DATASET",
            description = "The directory of the table, the one with _sluice in it, or s3://bucket/prefix/table.")
    private String dataset;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            defaultValue = "**",
            description =
                    "Which files, by their path below SOURCE_DIR: a glob, as the source's include. Default: ${DEFAULT-VALUE}.")
    private String include;

    @Option(names = "--header", description = "The first line of each file is no row.")
    private boolean header;

    @Option(
            names = "--key",
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "Columns that together name a row: text, whole numbers, dates or times. Each different key takes some"
                            + " 150 bytes of memory.")
    private List<String> key = List.of();

    @Option(
            names = "--schema",
            paramLabel = "COLUMNS",
            description = "With --key: the columns of a line, as the connectors'.")
    private String schema;

    @Option(
            names = "--format",
            paramLabel = "csv|json",
            defaultValue = "csv",
            description = "With --key: what a line is. Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = "--headers-column",
            paramLabel = "COLUMN",
            defaultValue = "kafka_headers",
            description = "The column with the headers of chunks. Default: ${DEFAULT-VALUE}.")
    private String headersColumn;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private VerifyLinesCommand() {}

    @Override
    public Integer call() throws IOException {
        LineCheck check = check();
        PathMatcher included = included();
        try (LocalVfs vfs = LocalVfs.rootedAt(source)) {
            SourceFiles files = SourceFiles.in(vfs, source, included);
            // Rows first: what was read after the files were looked at would else be too much.
            Optional<String> lacking = readRows(check);
            if (lacking.isPresent()) {
                console.err().println("sluice: " + lacking.get());
                console.err().flush();
                return ExitCode.SOFTWARE;
            }
            CheckReport report = check.compare(vfs, files);
            if (report.files().isEmpty()) {
                console.err()
                        .println("sluice: there is no file in " + source + " that --include " + include
                                + " names, so there is nothing to compare");
                console.err().flush();
                return ExitCode.SOFTWARE;
            }
            PrintWriter out = console.out();
            if (json) {
                CheckTable.printJson(report, out);
            } else {
                CheckTable.print(report, out);
            }
            return report.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private LineCheck check() {
        if (key.isEmpty()) {
            return new ChunkCheck(headersColumn, header);
        }
        if (schema == null) {
            throw console.mistake("--key needs --schema: what the columns of a line are.");
        }
        try {
            RowSchema columns = RowSchema.parse(schema);
            for (String name : key) {
                if (columns.columns().stream()
                        .noneMatch(column -> column.name().equals(name) && KeyCheck.canBeKey(column.type()))) {
                    throw console.mistake("--key names " + name
                            + ", which is no column of the schema that is text, a whole number, a date"
                            + " or a time.");
                }
            }
            return new KeyCheck(key, decoder(columns), header);
        } catch (IllegalArgumentException wrong) {
            throw console.mistake("--schema: " + wrong.getMessage(), wrong);
        }
    }

    private PathMatcher included() {
        try {
            return SourceFiles.glob(include);
        } catch (PatternSyntaxException wrong) {
            throw console.mistake("--include is " + include + ", which is no glob: " + wrong.getDescription(), wrong);
        }
    }

    private RowDecoder decoder(RowSchema columns) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> new CsvRows(columns, CsvFormat.standard());
            case "json" -> new JsonRows(columns, JsonFormat.standard());
            default -> throw console.mistake("--format is " + format + ", but must be csv or json.");
        };
    }

    /** Shows the check every row; returns what keeps it from that, for people. */
    private Optional<String> readRows(LineCheck check) throws IOException {
        try (OpenPlace open = OpenPlace.existing(console.spec(), dataset, server)) {
            return new DataSetRows(open.dataSet())
                    .show(check)
                    .map(lacking -> dataset + " has no column " + lacking.column()
                            + ", by which rows are found in their files. "
                            + (key.isEmpty()
                                    ? "Set metadata.columns=headers in the sink from the beginning, or name columns with --key."
                                    : "It has: " + lacking.present()));
        }
    }
}
