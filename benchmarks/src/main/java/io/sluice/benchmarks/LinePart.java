package io.sluice.benchmarks;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.text.Line;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The lines of a large file as a stream, against {@code BufferedReader.readLine}. */
final class LinePart {

    private static final double GOAL = 1.0;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 9;
    private static final int LINE_SEED = 145;

    private LinePart() {}

    static void run(Workplace workplace, Report report) throws Exception {
        long bytes = workplace.quick() ? 100_000_000 : 1_000_000_000;
        Path file = workplace.directory("lines").resolve("lines");
        writeLines(file, bytes);
        try (Vfs vfs = LocalVfs.rootedAt(workplace.directory());
                AsyncFileSystem files = AsyncFileSystem.over(vfs, FileSystemSettings.defaults())) {
            Contender stream = Contender.timed("line stream", () -> {
                Counting counting = new Counting();
                files.lines(file, StandardCharsets.UTF_8).subscribe(counting);
                return counting.done.get();
            });
            Contender reader = Contender.timed("BufferedReader", () -> {
                long characters = 0;
                try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        characters += line.length() + 1;
                    }
                }
                return characters;
            });
            Standing standing = report.add(new Contest(
                            "lines of 1 GB",
                            Files.size(file) / 1e9,
                            "GB",
                            List.of(stream, reader),
                            workplace.warmUps(WARM_UPS),
                            workplace.rounds(ROUNDS))
                    .run());
            report.add(standing.bar("line stream", "BufferedReader", GOAL));
        }
        Workplace.remove(file.getParent());
    }

    /** Log lines of 40 to 250 bytes, nearly all of them ASCII, as logs are. */
    private static void writeLines(Path file, long bytes) throws IOException {
        Random random = new Random(LINE_SEED);
        StringBuilder block = new StringBuilder();
        while (block.length() < 4_000_000) {
            block.append("2026-11-21T08:15:30.123Z INFO  request ").append(random.nextInt(1_000_000));
            int words = random.nextInt(30);
            for (int i = 0; i < words; i++) {
                block.append(random.nextInt(200) == 0 ? " straße" : " value=").append(random.nextInt(100));
            }
            block.append('\n');
        }
        byte[] text = block.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += text.length) {
                out.write(text);
            }
        }
    }

    /** Asks for lines by the thousand and counts their characters, on whatever thread they come. */
    private static final class Counting implements Flow.Subscriber<Line> {
        private static final int BATCH = 1024;

        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long characters;
        private int untilNext = BATCH / 2;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscription.request(BATCH);
        }

        @Override
        public void onNext(Line line) {
            characters += line.text().length() + 1;
            if (--untilNext == 0) {
                untilNext = BATCH / 2;
                subscription.request(BATCH / 2);
            }
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            done.complete(characters);
        }
    }
}
