package io.sluice.deploy.command.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFeedTest {
    private static final int TRADES = 3_000;

    @Test
    void theRotatedFilesTogetherAreTheTradesOfTheSeed(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path trades = Files.createDirectory(directory.resolve("trades"));
        Path books = Files.createDirectory(directory.resolve("books"));
        CountDownLatch never = new CountDownLatch(1);
        try (MarketFeed feed = MarketFeed.start(trades, books, 7, TRADES, 100_000)) {
            for (int waits = 0; !feed.isDone() && waits < 6_000; waits++) {
                assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(feed.isDone()).isTrue();
        }

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int number = 5; number >= 0; number--) {
            written.write(Files.readAllBytes(trades.resolve(number == 0 ? "trades.csv" : "trades.csv." + number)));
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Trades again = new Trades(7);
        for (int i = 0; i < TRADES; i++) {
            expected.write(again.next());
        }
        assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString(StandardCharsets.US_ASCII));
        assertThat(books.resolve("book-snapshot.bin")).hasSize(8 << 20);
        assertThat(written.toString(StandardCharsets.US_ASCII)
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .matches("2024-01-02T14:30:00\\.\\d{6}Z,[A-Z]+,\\d+\\.\\d{2},\\d+\\.\\d{4},1");
    }
}
