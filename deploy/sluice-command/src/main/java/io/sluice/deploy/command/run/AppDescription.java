package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the application what its configuration gives, and whether it holds, before anything runs. */
final class AppDescription {
    private static final int LONGEST_SECONDS = 120;

    private AppDescription() {}

    /** The schema of the results. */
    static String resultsSchema(Artefacts artefacts, Path config, Path output)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(artefacts.appCommand(
                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", List.of("--describe", config.toString())))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new ClusterException("The application did not describe " + config + " within " + LONGEST_SECONDS
                        + " s; this machine is too busy");
            }
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new ClusterException("windows: the application refuses what was made of them: "
                    + (lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1)));
        }
        return lines.get(lines.size() - 1).trim();
    }
}
