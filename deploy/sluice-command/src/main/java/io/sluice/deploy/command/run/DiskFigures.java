package io.sluice.deploy.command.run;

import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the directories of a pipeline hold. One that cannot be read now does not end the run: that is said once, its last figure stays,
 * and it is tried again with each look. Used, and closed, by the command's thread.
 */
final class DiskFigures implements AutoCloseable {
    private static final Duration MOST_REST = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final Consumer<String> say;
    private final Map<String, TableRows> tables = new LinkedHashMap<>();
    private final Map<String, Sparing> walks = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    /** @param say takes what cannot be read, and when it can be again */
    DiskFigures(Pipeline pipeline, Consumer<String> say, LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.say = say;
        pipeline.inputs().forEach(input -> walks.put(input.name(), new Sparing(nanoTime, MOST_REST)));
        if (pipeline.lakeIsDirectory()) {
            for (Table table : pipeline.tables()) {
                tables.put(table.name(), new TableRows(Path.of(pipeline.lake()).resolve(table.name())));
            }
        }
    }

    /** What is looked for on the disk. */
    @FunctionalInterface
    interface Question {
        long ask() throws IOException;
    }

    /**
     * What the inputs hold; of a directory that takes long to walk through, not from now, but from some time ago.
     *
     * @throws IOException only if this thread is interrupted
     */
    long bytesThere() throws IOException {
        long bytes = 0;
        for (Input input : pipeline.inputs()) {
            Sparing walk = walks.get(input.name());
            String what = "The directory " + input.directory() + " of input " + input.name();
            bytes += walk.isDue()
                    ? ask(what, () -> walk.look(() -> DirectoryBytes.of(input.directory())))
                    : last.getOrDefault(what, 0L);
        }
        return bytes;
    }

    /**
     * Rows of the tables that are in a directory.
     *
     * @throws IOException only if this thread is interrupted
     */
    Map<String, Long> rows() throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Map.Entry<String, TableRows> table : tables.entrySet()) {
            rows.put(table.getKey(), ask("The log of table " + table.getKey(), table.getValue()::now));
        }
        return rows;
    }

    /**
     * Asks, and if that fails takes the last answer.
     *
     * @throws IOException only if this thread is interrupted
     */
    long ask(String what, Question question) throws IOException {
        try {
            long answer = question.ask();
            last.put(what, answer);
            if (failing.remove(what)) {
                say.accept(what + " can be read again.");
            }
            return answer;
        } catch (IOException e) {
            // Then it is the interrupt that broke it off.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            if (failing.add(what)) {
                say.accept(what + " cannot be read now, and is tried again: " + e);
            }
            return last.getOrDefault(what, 0L);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (TableRows table : tables.values()) {
            try {
                table.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
