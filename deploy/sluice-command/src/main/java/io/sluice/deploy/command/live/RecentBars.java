package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Bar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last bars that were seen, for as long as the application does not keep them. Any thread. */
final class RecentBars {
    private static final int MOST = 20_000;

    private final Deque<Bar> bars = new ArrayDeque<>();

    synchronized void add(List<Bar> more) {
        for (Bar bar : more) {
            if (bars.size() == MOST) {
                bars.removeFirst();
            }
            bars.addLast(bar);
        }
    }

    synchronized List<Bar> of(String key, String window) {
        return bars.stream()
                .filter(bar -> bar.key().equals(key) && bar.window().equals(window))
                .toList();
    }
}
