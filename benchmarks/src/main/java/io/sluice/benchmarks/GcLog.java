package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process has written of its garbage collections. Stateless. */
final class GcLog {

    private static final Pattern LINE = Pattern.compile("\\[([0-9.]+)s].* Pause .*->(\\d+)M\\(.*");

    private GcLog() {}

    /**
     * A collection.
     *
     * @param seconds since the process began
     * @param megabytesLeft on the heap, garbage of the old generation among them if it was a young collection
     */
    record Collection(double seconds, int megabytesLeft) {}

    /** What makes a process write such a log into a directory. */
    static String option(Path directory) {
        return "-Xlog:gc:file=" + directory + "/%p.log";
    }

    static List<Collection> of(Path directory, long pid) throws IOException {
        Path log = directory.resolve(pid + ".log");
        return Files.exists(log) ? read(Files.readAllLines(log, StandardCharsets.UTF_8)) : List.of();
    }

    static List<Collection> read(List<String> lines) {
        List<Collection> collections = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                collections.add(
                        new Collection(Double.parseDouble(matcher.group(1)), Integer.parseInt(matcher.group(2))));
            }
        }
        return collections;
    }
}
