package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.operations.Inspection;
import io.sluice.sink.store.operations.Inspection.LogState;
import io.sluice.sink.store.operations.Inspection.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells all that is known of a data set, or of one key. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description =
                "Tell what is known of a data set: its size, and how far the log of each source is. Or of one key: its"
                        + " schema version, its times, and each file with its rows, checksum, offsets and ranges of values.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the data set, or the key, is described",
            "1:there is no such key, or the data set could not be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice dataset describe /data/trades", "  sluice dataset describe /data/trades symbol=AAPL --json"
        })
final class DescribeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "Only of this key.")
    private String key;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private PrintWriter out;

    private DescribeCommand() {}

    @Override
    public Integer call() throws IOException {
        out = console.out();
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            Inspection inspection = new Inspection(open.dataSet());
            if (key == null) {
                describe(inspection.describe());
            } else {
                Key asked = OpenPlace.key(console.spec(), key);
                describe(inspection
                        .describe(asked)
                        .orElseThrow(() -> new NoSuchFileException(
                                place, null, "there is no key " + asked + ". See: sluice dataset ls " + place)));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private void describe(Summary summary) throws IOException {
        if (json) {
            out.println(Json.text(object(summary)));
            return;
        }
        out.println(summary.location());
        summary.identity().ifPresent(found -> out.println("  id " + found.id() + ", since " + found.created()));
        out.println("  " + summary.keys() + " keys, " + Amount.of(summary.files(), "file") + ", "
                + Amount.of(summary.rows(), "row") + ", " + Amount.ofBytes(summary.bytes()));
        for (LogState log : summary.logs()) {
            Entry last = log.last();
            out.println("  log " + log.name() + ": next offset " + last.next() + ", claim " + last.epoch() + ", "
                    + Amount.of(last.totals().commits(), "commit") + ", last entry " + last.sequence() + " ("
                    + last.kind() + ") at " + last.time());
        }
    }

    private static Map<String, Object> object(Summary summary) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("location", summary.location());
        summary.identity().ifPresent(found -> object.put("id", found.id()));
        object.put("keys", summary.keys());
        object.put("files", summary.files());
        object.put("rows", summary.rows());
        object.put("bytes", summary.bytes());
        List<Map<String, Object>> logs =
                summary.logs().stream().map(DescribeCommand::object).toList();
        object.put("logs", logs);
        return object;
    }

    private static Map<String, Object> object(LogState log) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("log", log.name());
        object.put("next", log.last().next());
        object.put("epoch", log.last().epoch());
        object.put("sequence", log.last().sequence());
        object.put("kind", log.last().kind().name());
        object.put("time", String.valueOf(log.last().time()));
        object.put("commits", log.last().totals().commits());
        return object;
    }

    private void describe(KeyState state) throws IOException {
        if (json) {
            Map<String, Object> object = Json.of(state);
            object.put("files", state.files().stream().map(Json::of).toList());
            out.println(Json.text(object));
            return;
        }
        out.println(state.key() + ": " + Amount.of(state.rows(), "row") + ", " + Amount.ofBytes(state.bytes()));
        if (state.info() != null) {
            out.println("  schema version " + state.info().schemaVersion() + ", by "
                    + state.info().provider()
                    + ", created " + state.info().created() + ", updated "
                    + state.info().updated());
            state.info().attributes().forEach((name, value) -> out.println("  " + name + " = " + value));
        }
        for (DataFile file : state.files()) {
            out.println("  " + file.name());
            out.println("    " + Amount.of(file.rows(), "row") + ", " + Amount.ofBytes(file.bytes()) + ", "
                    + file.checksum()
                    + (file.first() == null ? "" : ", offsets " + file.first() + " to " + file.last()));
            file.ranges()
                    .forEach((column, range) ->
                            out.println("    " + column + ": " + range.least() + " to " + range.greatest()));
        }
    }
}
