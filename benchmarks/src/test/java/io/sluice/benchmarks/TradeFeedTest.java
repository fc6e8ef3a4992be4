package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeFeedTest {

    @TempDir
    private Path directory;

    @Test
    void everyTradeIsInAFileOnceInOrderAndTheFeedKnowsWhenItWasAppended() throws IOException, InterruptedException {
        TradeFeed feed = TradeFeed.start(directory, "t", 20, 40, Clock.systemUTC());
        try {
            feed.rate(20_000);
            while (feed.lines() < 2_000) {
                Workplace.pause(Duration.ofMillis(TradeFeed.TURN_MILLIS));
            }
        } finally {
            feed.close();
        }

        List<String> all = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int file = 0; file < 20; file++) {
            List<String> lines = Files.readAllLines(directory.resolve("t-" + file + ".csv"));
            assertThat(lines).isSorted();
            all.addAll(lines);
        }
        assertThat(all).hasSize((int) feed.lines());
        assertThat(feed.bytes()).isEqualTo(feed.lines() * feed.lineBytes());
        for (String line : all) {
            String[] fields = line.split(",", -1);
            keys.add(fields[1]);
            assertThat(feed.appended(TradeBlock.key(fields[1]), Long.parseLong(fields[0])))
                    .as(line)
                    .isPresent();
        }
        assertThat(keys).hasSize(40);
        feed.remove();
        assertThat(directory).isEmptyDirectory();
    }
}
