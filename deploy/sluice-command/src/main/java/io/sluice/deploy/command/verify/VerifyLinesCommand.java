package io.sluice.deploy.command.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.dataset.OpenPlace;
import io.sluice.deploy.command.dataset.ServerOptions;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.store.KeyState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.parquet.schema.MessageType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "Compressed files are left alone, and named."
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
            "  sluice verify /data/trades s3://lake/sluice/trades --header --include '**.csv'",
            "  sluice verify /data/trades /data/lake/trades --header --key symbol,sequence \\",
            "      --schema 'ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long'"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final int DEEPEST = 64;
    private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".bz2", ".xz", ".lz4");

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
            description = "Which files, by their path below SOURCE_DIR. Default: ${DEFAULT-VALUE}.")
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

    @Spec
    private CommandSpec spec;

    private VerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        Audit audit = audit();
        try (LocalVfs vfs = LocalVfs.rootedAt(source)) {
            Map<String, SourceFile> files = new TreeMap<>();
            List<String> compressed = find(vfs, files);
            // Rows first: what was read after the files were looked at would else be too much.
            Optional<String> lacking = readRows(audit);
            if (lacking.isPresent()) {
                spec.commandLine().getErr().println("sluice: " + lacking.get());
                spec.commandLine().getErr().flush();
                return ExitCode.SOFTWARE;
            }
            AuditReport report = audit.compare(vfs, files);
            print(report, compressed);
            return report.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Audit audit() {
        if (key.isEmpty()) {
            return new ChunkAudit(headersColumn, header);
        }
        if (schema == null) {
            throw new ParameterException(spec.commandLine(), "--key needs --schema: what the columns of a line are.");
        }
        try {
            RowSchema columns = RowSchema.parse(schema);
            for (String name : key) {
                if (columns.columns().stream()
                        .noneMatch(column -> column.name().equals(name) && KeyAudit.canBeKey(column.type()))) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--key names " + name
                                    + ", which is no column of the schema that is text, a whole number, a date"
                                    + " or a time.");
                }
            }
            return new KeyAudit(key, decoder(columns), header);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--schema: " + wrong.getMessage(), wrong);
        }
    }

    private RowDecoder decoder(RowSchema columns) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> new CsvRows(columns, CsvFormat.standard());
            case "json" -> new JsonRows(columns, JsonFormat.standard());
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--format is " + format + ", but must be csv or json.");
        };
    }

    /** Finds the files; returns the names of those that are left out. */
    private List<String> find(LocalVfs vfs, Map<String, SourceFile> files) throws IOException {
        PathMatcher included = FileSystems.getDefault().getPathMatcher("glob:" + include);
        Path root = vfs.canonical(source);
        List<String> compressed = new ArrayList<>();
        try (TreeWalk walk = TreeWalk.open(vfs, root, DEEPEST, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                Path relative = root.relativize(entry.path());
                if (entry.stat().isEmpty() || !entry.stat().get().isFile() || !included.matches(relative)) {
                    continue;
                }
                String name = relative.toString().replace('\\', '/');
                if (COMPRESSED.stream().anyMatch(name::endsWith)) {
                    compressed.add(name);
                } else {
                    files.put(name, new SourceFile(entry.path(), name));
                }
            }
        }
        return compressed;
    }

    /** Shows the audit every row; returns what keeps it from that. */
    private Optional<String> readRows(Audit audit) throws IOException {
        String[] lacking = new String[1];
        try (OpenPlace open = OpenPlace.existing(spec, dataset, server)) {
            for (KeyState state : open.dataSet().states("")) {
                open.dataSet().read(state.key(), (file, content) -> {
                    if (lacking[0] == null) {
                        GroupRows.read(content, Long.MAX_VALUE, all -> projected(all, audit, lacking), audit::row);
                    }
                });
            }
        }
        return Optional.ofNullable(lacking[0]);
    }

    private MessageType projected(MessageType all, Audit audit, String[] lacking) {
        for (String column : audit.columns()) {
            if (!all.containsField(column)) {
                lacking[0] = dataset + " has no column " + column + ", by which rows are found in their files. "
                        + (key.isEmpty()
                                ? "Set metadata.columns=headers in the sink from the beginning, or name columns with --key."
                                : "It has: "
                                        + all.getFields().stream()
                                                .map(type -> type.getName())
                                                .toList());
                return new MessageType(all.getName());
            }
        }
        return new MessageType(
                all.getName(), audit.columns().stream().map(all::getType).toList());
    }

    private void print(AuditReport report, List<String> compressed) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("ok", report.holds());
            object.put("lines", report.sum(AuditReport.FileResult::lines));
            object.put("rows", report.sum(AuditReport.FileResult::rows));
            object.put("missing", report.sum(AuditReport.FileResult::missing));
            object.put("duplicated", report.sum(AuditReport.FileResult::duplicated));
            object.put("unexplainedRows", report.rowsWithout());
            object.put("rowsOfOtherFiles", report.elsewhereSorted());
            object.put("compressed", compressed);
            object.put("files", report.files());
            out.println(new ObjectMapper().writeValueAsString(object));
            out.flush();
            return;
        }
        out.printf(Locale.ROOT, "%12s %12s %10s %10s  %s%n", "LINES", "ROWS", "MISSING", "TWICE", "FILE");
        for (AuditReport.FileResult file : report.files()) {
            out.printf(
                    Locale.ROOT,
                    "%,12d %,12d %,10d %,10d  %s%n",
                    file.lines(),
                    file.rows(),
                    file.missing(),
                    file.duplicated(),
                    file.name());
        }
        report.elsewhereSorted()
                .forEach((file, rows) -> out.println("rows of a file that is not here: " + rows + " of " + file));
        compressed.forEach(file -> out.println("compressed, so left alone: " + file));
        if (report.rowsWithout() > 0) {
            out.println("rows that no line explains: " + report.rowsWithout());
        }
        out.println(
                report.holds()
                        ? "every line is there, once"
                        : "NOT COMPLETE: " + report.sum(AuditReport.FileResult::missing) + " missing, "
                                + report.sum(AuditReport.FileResult::duplicated) + " twice");
        out.flush();
    }
}
