package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The program {@code kcat}, which sends the lines of a file with librdkafka, if it is there. */
record Kcat(String version) {

    private static final int MOST_MINUTES = 5;

    static Optional<Kcat> find() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("kcat", "-V").redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return Optional.of(new Kcat(said.lines()
                    .filter(line -> line.contains("librdkafka"))
                    .findFirst()
                    .orElse("unknown")
                    .strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sends every line as a record, waits for all acknowledgements, and ends. */
    void send(Path file, String bootstrapServers, String topic, String compression)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "kcat",
                "-q",
                "-P",
                "-b",
                bootstrapServers,
                "-t",
                topic,
                "-p",
                "0",
                "-l",
                "-X",
                "acks=all",
                "-z",
                compression));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("kcat failed: " + said);
        }
    }
}
