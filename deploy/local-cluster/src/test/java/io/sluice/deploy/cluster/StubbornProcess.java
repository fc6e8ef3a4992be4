package io.sluice.deploy.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A real process that cannot be signalled: asking for its handle fails. Only {@link #end} ends it. */
final class StubbornProcess extends Process {
    private final Process real;

    private StubbornProcess(Process real) {
        this.real = real;
    }

    /** Waits on its standard input, so that it ends with this JVM. */
    static StubbornProcess start(List<String> command) throws IOException {
        return new StubbornProcess(new ProcessBuilder(command).start());
    }

    void end() {
        real.destroyForcibly();
    }

    @Override
    public ProcessHandle toHandle() {
        throw new ClusterException("process " + pid() + " cannot be signalled");
    }

    @Override
    public ProcessHandle.Info info() {
        return real.info();
    }

    @Override
    public long pid() {
        return real.pid();
    }

    @Override
    public boolean isAlive() {
        return real.isAlive();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return real.onExit();
    }

    @Override
    public OutputStream getOutputStream() {
        return real.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return real.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return real.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
        return real.waitFor();
    }

    @Override
    public int exitValue() {
        return real.exitValue();
    }

    @Override
    public void destroy() {
        throw new ClusterException("process " + pid() + " cannot be signalled");
    }
}
