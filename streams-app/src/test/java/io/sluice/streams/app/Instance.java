package io.sluice.streams.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** An instance of the application in a process of its own, which a test can kill. Used by the test's thread. */
final class Instance {
    private final Path directory;
    private final Properties properties;
    private Process process;

    Instance(Path directory, Properties properties) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.properties = new Properties();
        this.properties.putAll(properties);
        this.properties.put("state.directory", state().toString());
    }

    Path state() {
        return directory.resolve("state");
    }

    void start() throws IOException {
        Path config = directory.resolve("app.properties");
        try (var out = Files.newBufferedWriter(config)) {
            properties.store(out, "");
        }
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.log.io.sluice=info",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-cp",
                        classPath,
                        WatchedMain.class.getName(),
                        config.toString()))
                // It ends when this pipe does, and so with the test's process, however that ends.
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
    }

    File log() {
        return directory.resolve("log").toFile();
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("a killed process lives on");
        }
    }

    /** Asks it to stop, and waits until it has. */
    int stop() throws InterruptedException {
        // Not Process.destroy, which closes the pipe as well.
        process.toHandle().destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the application did not stop; its log is " + log());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }
}
