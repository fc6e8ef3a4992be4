package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of one worker, with its real threads, of which one has a store that does not answer. */
class HangingStoreTest {
    private static final Duration MOST = Duration.ofMinutes(2);

    /** More than there are threads of any kind. */
    private static final int PARTITIONS = 48;

    @TempDir
    private Path directory;

    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch hang = new CountDownLatch(1);

    /** A disk that hangs in such a call. */
    private final class Hanging extends ForwardingVfs {
        private final VfsCall in;

        Hanging(Vfs below, VfsCall in) {
            super(below);
            this.in = in;
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            if (operation.call() == in && operation.path().toString().endsWith(".part")) {
                hang.countDown();
                awaitBounded(answers);
            }
            return super.around(operation, call);
        }
    }

    private static void awaitBounded(CountDownLatch latch) {
        try {
            assertThat(latch.await(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupt);
        }
    }

    private ParquetSinkTask task(Vfs vfs) {
        return new ParquetSinkTask(config -> new SinkRuntime(
                vfs, SinkRuntime.placeOf(config.store()), config.connector(), SharedWork.lease(config.work()), null));
    }

    private static Map<String, String> config(String name, Path store) {
        Map<String, String> config = new HashMap<>(SinkRig.config(Map.of("name", name)));
        config.put("store.path", store.toString());
        config.put("rotate.age.ms", "100");
        config.put("writer.threads", "2");
        config.put("close.timeout.ms", "1");
        config.put("parquet.row.group.bytes", "1024");
        return config;
    }

    private void othersGoOnWhileOneHangsIn(VfsCall call) throws IOException {
        FakeSinkWorker.Broker broker = new FakeSinkWorker.Broker();
        TopicPartition[] partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition("trades", number))
                .toArray(TopicPartition[]::new);
        for (TopicPartition partition : partitions) {
            for (long offset = 0; offset < 1000; offset++) {
                broker.add(Trades.trade(partition, offset));
            }
        }
        Path ill = Files.createDirectory(directory.resolve("ill"));
        Path well = Files.createDirectory(directory.resolve("well"));
        FakeSinkWorker hangs = new FakeSinkWorker(broker, config("ill", ill));
        hangs.start(task(new Hanging(LocalVfs.rootedAt(ill), call)));
        hangs.assign(partitions);
        pollUntil(hangs, () -> hang.getCount() == 0);
        for (int round = 0; round < 20; round++) {
            int unused = hangs.poll(1000);
        }

        FakeSinkWorker goesOn = new FakeSinkWorker(Trades.broker(0, 20), config("well", well));
        goesOn.start(task(LocalVfs.rootedAt(well)));
        goesOn.assign(SinkRig.TRADES);
        try {
            pollUntil(goesOn, () -> rowsIn(well) == 20);
        } finally {
            answers.countDown();
            goesOn.stop();
            hangs.stop();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void pollUntil(FakeSinkWorker worker, Condition condition) throws IOException {
        long begun = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.holds()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MOST.dividedBy(2));
            int unused = worker.poll(100);
            try {
                assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupt);
            }
        }
    }

    private static int rowsIn(Path store) throws IOException {
        if (!Files.exists(store.resolve("trades"))) {
            return 0;
        }
        try (LocalVfs vfs = LocalVfs.rootedAt(store)) {
            return Trades.numbers(vfs, store).size();
        }
    }

    @Test
    void rowsGoOnWhileTheFilesOfAnotherSinkDoNotGrow() throws IOException {
        othersGoOnWhileOneHangsIn(VfsCall.WRITE);
    }

    @Test
    void commitsGoOnWhileTheFilesOfAnotherSinkAreNotFinished() throws IOException {
        othersGoOnWhileOneHangsIn(VfsCall.FORCE);
    }

    @Test
    void aTableThatHangsWhileItIsOpenedHoldsUpNoOtherOneAndNotTheEndOfItsTask() throws IOException {
        Path store = Files.createDirectory(directory.resolve("lake"));
        SinkConfig config = SinkConfig.of(config("lake", store));
        SinkRuntime runtime = new SinkRuntime(
                LocalVfs.rootedAt(store),
                (table, vfs, waiting) -> {
                    if (table.equals("ill")) {
                        hang.countDown();
                        awaitBounded(answers);
                    }
                    Path place = Files.createDirectories(store.resolve(table));
                    return new LocalTarget(vfs, place, waiting, RetrySettings.NONE);
                },
                "lake",
                SharedWork.lease(config.work()),
                null);
        CompletableFuture<Void> opening = CompletableFuture.runAsync(() -> {
            try {
                runtime.dataSet("ill");
            } catch (IOException late) {
                throw new IllegalStateException(late);
            }
        });
        awaitBounded(hang);

        assertThat(runtime.dataSet("well")).isSameAs(runtime.dataSet("well"));
        runtime.close();
        assertThat(opening).isNotDone();
        answers.countDown();

        assertThat(opening).failsWithin(MOST);
    }
}
