package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import java.io.IOException;
import java.nio.file.Path;

/** What became of one file, as the line in which a worker process says it: five numbers, or {@code !} and the error. */
final class ReplyLine {

    /** What every line begins with that is an answer. Other lines come from the virtual machine: warnings, a log. */
    static final String MARK = "sluice ";

    private ReplyLine() {}

    static String of(FileOutcome<TextCounts> outcome) {
        if (!outcome.succeeded()) {
            return "!" + FileFailure.of(outcome.path(), outcome.error()).error().replaceAll("[\\r\\n]+", " ");
        }
        TextCounts counts = outcome.result();
        return counts.bytes() + " " + counts.lines() + " " + counts.words() + " " + counts.characters() + " "
                + counts.malformed();
    }

    static FileOutcome<TextCounts> parse(Path path, String line) {
        if (line.startsWith("!")) {
            return new FileOutcome<>(path, null, new WorkerProcessException(line.substring(1)));
        }
        String[] numbers = line.split(" ", -1);
        if (numbers.length != 5) {
            return new FileOutcome<>(path, null, new IOException("not a worker process's answer: " + line));
        }
        try {
            return new FileOutcome<>(
                    path,
                    new TextCounts(
                            Long.parseLong(numbers[0]),
                            Long.parseLong(numbers[1]),
                            Long.parseLong(numbers[2]),
                            Long.parseLong(numbers[3]),
                            Long.parseLong(numbers[4])),
                    null);
        } catch (NumberFormatException e) {
            return new FileOutcome<>(path, null, new IOException("not a worker process's answer: " + line, e));
        }
    }
}
