package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code rsyslogd} with the modules imfile and omkafka, if they are there: it follows a file and sends each line with
 * librdkafka. Runs in the foreground with a configuration of its own.
 *
 * @param command where it is
 */
record Rsyslog(String command, String version) {

    static final String PACKAGES = "apt-get install rsyslog rsyslog-kafka";

    /** What is set, for the report. */
    static final String SETTINGS =
            "imfile by inotify → ruleset with a FixedArray queue of 100,000, batches of 4,096, 1 worker → omkafka: acks=all,"
                    + " linger.ms=5, batch.num.messages=10000, a queue of librdkafka that is never full";

    private static final String MODULES = """
            module(load="imfile" mode="inotify")
            module(load="omkafka")
            """;

    /** Looks for it, with a configuration that it has to accept. */
    static Optional<Rsyslog> find(Path directory) throws IOException, InterruptedException {
        Path config = directory.resolve("rsyslog-probe.conf");
        // One that it would run: without an input it calls the configuration wrong.
        Files.writeString(config, config(directory, directory.resolve("none.log"), "127.0.0.1:9092", "none"));
        for (String command : List.of("rsyslogd", "/usr/sbin/rsyslogd")) {
            try {
                if (said(command, "-N1", "-f", config.toString()).exitCode == 0) {
                    return Optional.of(new Rsyslog(
                            command,
                            said(command, "-v")
                                    .text
                                    .lines()
                                    .findFirst()
                                    .orElse("unknown")
                                    .strip()));
                }
            } catch (IOException notThere) {
                // The next place, or none.
            }
        }
        return Optional.empty();
    }

    private record Said(int exitCode, String text) {}

    private static Said said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    /** Begins to send the lines of a file, from its beginning, for as long as it runs. */
    SourceBed.Ending send(Path file, Path directory, String bootstrapServers, String topic) throws IOException {
        Path home = Files.createDirectories(directory.resolve("rsyslog-" + topic));
        Path config = home.resolve("rsyslog.conf");
        Files.writeString(config, config(home, file, bootstrapServers, topic));
        Process process = new ProcessBuilder(
                        command,
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        home.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out").toFile())
                .start();
        return () -> {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        };
    }

    static String config(Path home, Path file, String bootstrapServers, String topic) {
        return "global(workDirectory=\"" + home + "\")\n" + MODULES
                + """
                template(name="line" type="string" string="%msg%")
                ruleset(name="send" queue.type="FixedArray" queue.size="100000" queue.dequeueBatchSize="4096"
                        queue.workerThreads="1") {
                  action(type="omkafka" template="line" broker=["BROKER"] topic="TOPIC" partitions.number="1"
                         action.resumeRetryCount="-1" action.resumeInterval="1"
                         topicConfParam=["acks=all"]
                         confParam=["compression.codec=none", "linger.ms=5", "batch.num.messages=10000",
                                    "queue.buffering.max.messages=10000000", "queue.buffering.max.kbytes=2097151"])
                }
                input(type="imfile" file="FILE" tag="trades" ruleset="send" addMetadata="off")
                """.replace("BROKER", bootstrapServers)
                        .replace("TOPIC", topic)
                        .replace("FILE", file.toString());
    }
}
