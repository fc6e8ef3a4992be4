package io.sluice.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Python process that reads files with aiofiles, again and again on demand, and times itself: neither its start nor the
 * pipe counts. One thread at a time.
 */
final class Aiofiles implements AutoCloseable {

    private static final String SCRIPT = "aiofiles_reader.py";
    private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");

    /** Threads of its executor, files at once, and Python's own buffering on or off: the sensible choices. */
    private static final List<String> CHOICES = List.of(
            "1 1 raw",
            "1 8 raw",
            "2 2 raw",
            "2 8 raw",
            "2 32 raw",
            "4 8 raw",
            "4 32 raw",
            "8 64 raw",
            "2 8 buffered",
            "4 32 buffered");

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    private final String version;

    private Aiofiles(Process process, BufferedReader answers, String version) {
        this.process = process;
        this.version = version;
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = answers;
    }

    static Aiofiles start(Path directory, List<Path> files, int chunk) throws IOException {
        String python = Files.isExecutable(DEBIAN_PYTHON) ? DEBIAN_PYTHON.toString() : "python3";
        Path script = directory.resolve(SCRIPT);
        try (InputStream source = Aiofiles.class.getResourceAsStream("/" + SCRIPT)) {
            Files.write(script, source.readAllBytes());
        }
        Path list = directory.resolve("aiofiles.list");
        Files.writeString(list, files.stream().map(Path::toString).collect(Collectors.joining("\n")));
        Process process;
        try {
            process = new ProcessBuilder(python, script.toString(), list.toString(), Integer.toString(chunk))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new MissingException("python3 cannot be started; apt-get install python3-aiofiles", e);
        }
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String greeting = answers.readLine();
        if (greeting == null || !greeting.startsWith("aiofiles ")) {
            process.destroyForcibly();
            throw new MissingException("aiofiles is not installed; apt-get install python3-aiofiles", null);
        }
        return new Aiofiles(process, answers, greeting.substring("aiofiles ".length()));
    }

    String version() {
        return version;
    }

    /** Tries every choice a few times, keeps the fastest, and says which that is. */
    String chooseSettings(boolean quick) throws IOException {
        String best = null;
        double least = Double.MAX_VALUE;
        for (String choice : CHOICES) {
            ask("set " + choice);
            for (int i = 0; i < (quick ? 1 : 3); i++) {
                double seconds = run(1).seconds();
                if (seconds < least) {
                    least = seconds;
                    best = choice;
                }
            }
        }
        ask("set " + best);
        String[] words = best.split(" ", -1);
        return words[0] + " executor threads, " + words[1] + " files at once, " + words[2] + " (the fastest of "
                + CHOICES.size() + " choices)";
    }

    Contender.Outcome run(int repetitions) throws IOException {
        String[] answer = ask("run " + repetitions).split(" ", -1);
        return new Contender.Outcome(Double.parseDouble(answer[0]), Long.parseLong(answer[1]));
    }

    private String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the aiofiles process ended after: " + question);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** There is no aiofiles to compare with. */
    static final class MissingException extends IOException {
        private static final long serialVersionUID = 1;

        MissingException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
