package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@code sluice} command as its user runs it: a process, with the archives that the build has made. Owned by the test's
 * thread.
 */
final class SluiceProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private SluiceProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts one.
     *
     * @param said a directory; what it prints is kept there, as NAME.out and NAME.err
     */
    static SluiceProcess start(Path said, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsluice.home=" + Path.of("..", "..").toRealPath(),
                "-cp",
                System.getProperty("java.class.path"),
                Sluice.class.getName()));
        command.addAll(List.of(arguments));
        Path out = said.resolve(name + ".out");
        Path err = said.resolve(name + ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new SluiceProcess(process, out, err);
    }

    Process process() {
        return process;
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Returns the exit code. */
    int awaitEnd() throws IOException, InterruptedException {
        assertThat(process.waitFor(7, TimeUnit.MINUTES))
                .as("it ended; it said %s", err())
                .isTrue();
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    Path errFile() {
        return err;
    }

    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** The command lines of processes that have to do with a directory. */
    static List<String> stillRunningIn(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }

    /** Ends it and its children, if it has not ended. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
