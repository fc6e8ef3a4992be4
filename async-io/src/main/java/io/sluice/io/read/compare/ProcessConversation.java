package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Gives one worker process files and takes its answers, until there are no more files or no more process. One thread. */
final class ProcessConversation {

    /** Files given and not answered: enough to hide the pipe, few enough to lose little and to share the last ones fairly. */
    private static final int UNDER_WAY = 8;

    private final Process process;
    private final Queue<FoundFile> left;
    private final Consumer<FileOutcome<TextCounts>> outcomes;
    private final ArrayDeque<FoundFile> given = new ArrayDeque<>();

    ProcessConversation(Process process, Queue<FoundFile> left, Consumer<FileOutcome<TextCounts>> outcomes) {
        this.process = process;
        this.left = left;
        this.outcomes = outcomes;
    }

    /** Returns the most memory the process had resident, 0 if it did not live to say. */
    long run() {
        try (Writer questions =
                        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (ask(questions)) {
                String answer = next(answers);
                if (answer == null) {
                    break;
                }
                outcomes.accept(ReplyLine.parse(given.remove().path(), answer));
            }
            if (given.isEmpty()) {
                questions.write(WorkerProcess.END + "\n");
                questions.flush();
                String peak = next(answers);
                return peak == null ? 0 : Long.parseLong(peak);
            }
        } catch (IOException e) {
            // The pipe broke: the process is gone, which its exit code tells better.
        } finally {
            blame();
        }
        return 0;
    }

    /** The next answer, or null if none comes any more. */
    private static String next(BufferedReader answers) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(ReplyLine.MARK)) {
            line = answers.readLine();
        }
        return line == null ? null : line.substring(ReplyLine.MARK.length());
    }

    /** Returns whether there is an answer to wait for. */
    private boolean ask(Writer questions) throws IOException {
        boolean asked = false;
        while (given.size() < UNDER_WAY) {
            FoundFile next = left.poll();
            if (next == null) {
                break;
            }
            given.add(next);
            questions.write(next.path().toUri().toString() + "\n");
            asked = true;
        }
        if (asked) {
            questions.flush();
        }
        return !given.isEmpty();
    }

    /** What was given and not answered failed with the process. */
    private void blame() {
        if (given.isEmpty()) {
            return;
        }
        process.destroyForcibly();
        String end = process.onExit()
                .thenApply(ended -> " ended with exit code " + ended.exitValue())
                .join();
        while (!given.isEmpty()) {
            outcomes.accept(new FileOutcome<>(
                    given.remove().path(),
                    null,
                    new WorkerProcessException("worker process " + process.pid() + end + " while it had this file")));
        }
    }
}
