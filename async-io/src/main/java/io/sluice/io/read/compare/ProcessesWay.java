package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Worker processes: as many JVMs as configured, each served by a thread of this one that keeps it supplied with a few files.
 * A process that dies costs the files it had been given, each of which gets that as its error, and another takes its place,
 * though not for ever. No process outlives {@link #read}, nor this JVM.
 */
final class ProcessesWay implements Way {

    /** Processes started in a row in one place before it is given up. */
    private static final int MOST_STARTS = 4;

    private final Path directory;
    private final ComparisonSettings settings;
    private final Consumer<Process> started;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param directory the processes read nothing outside of it
     * @param started told of each process, before it is given its first file
     */
    ProcessesWay(Path directory, ComparisonSettings settings, Consumer<Process> started) {
        this.directory = directory;
        this.settings = settings;
        this.started = started;
    }

    @Override
    public String title() {
        return "processes";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public long processBytes() {
        return bytes.get();
    }

    @Override
    public void read(List<FoundFile> files, ComparisonProgress progress, Consumer<FileOutcome<TextCounts>> outcomes)
            throws InterruptedException {
        bytes.set(0);
        Queue<FoundFile> left = new ConcurrentLinkedQueue<>(files);
        Consumer<FileOutcome<TextCounts>> noting = outcome -> {
            if (outcome.succeeded()) {
                progress.bytesRead(outcome.result().bytes());
            }
            outcomes.accept(outcome);
        };
        List<Place> places = new ArrayList<>();
        for (int i = 1; i <= Math.min(settings.processes(), Math.max(1, files.size())); i++) {
            Place place = new Place(left, noting);
            place.thread = new Thread(place, "sluice-compare-process-" + i);
            place.thread.setDaemon(true);
            place.thread.start();
            places.add(place);
        }
        Patience.until(
                () -> {
                    for (Place place : places) {
                        place.thread.join();
                    }
                },
                () -> {
                    left.clear();
                    places.forEach(Place::giveUp);
                });
        for (FoundFile file = left.poll(); file != null; file = left.poll()) {
            outcomes.accept(new FileOutcome<>(
                    file.path(), null, new WorkerProcessException("no worker process was left to read this file")));
        }
    }

    private ProcessBuilder command() {
        return new ProcessBuilder(
                        settings.java().toString(),
                        "-Xmx" + settings.processMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        String.join(File.pathSeparator, settings.classPath()),
                        WorkerProcess.class.getName(),
                        directory.toUri().toString(),
                        Integer.toString(settings.read().bufferSize()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** One thread and the process it serves, and the ones after it. */
    private final class Place implements Runnable {
        private final Queue<FoundFile> left;
        private final Consumer<FileOutcome<TextCounts>> outcomes;
        private Thread thread;
        private Process process;
        private boolean givenUp;

        Place(Queue<FoundFile> left, Consumer<FileOutcome<TextCounts>> outcomes) {
            this.left = left;
            this.outcomes = outcomes;
        }

        @Override
        public void run() {
            for (int starts = 0; starts < MOST_STARTS && !left.isEmpty(); starts++) {
                Process mine = start();
                if (mine == null) {
                    return;
                }
                try {
                    bytes.addAndGet(new ProcessConversation(mine, left, outcomes).run());
                } finally {
                    mine.destroyForcibly();
                    mine.onExit().join();
                }
            }
        }

        private synchronized Process start() {
            if (givenUp) {
                return null;
            }
            try {
                process = command().start();
            } catch (IOException e) {
                FoundFile unlucky = left.poll();
                if (unlucky != null) {
                    outcomes.accept(new FileOutcome<>(unlucky.path(), null, e));
                }
                return null;
            }
            started.accept(process);
            return process;
        }

        synchronized void giveUp() {
            givenUp = true;
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
