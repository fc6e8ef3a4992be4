package io.sluice.sink.store;

import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.Fold;
import io.sluice.sink.store.log.Fold.KeyFold;
import io.sluice.sink.store.log.Logs;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a data set: all logs folded as far as they were read. Each look first reads on from where the last one ended,
 * so it sees every commit that was made before. Safe from any thread; one looks at a time.
 */
final class Catalog {
    private final Target target;
    private final Map<String, Long> read = new HashMap<>();
    private final Fold fold = new Fold();

    Catalog(Target target) {
        this.target = target;
    }

    synchronized Optional<KeyState> key(Key key) throws IOException {
        refresh();
        return state(key, fold.keys().get(key.text()));
    }

    synchronized List<KeyState> keys(String prefix) throws IOException {
        refresh();
        List<KeyState> states = new ArrayList<>();
        for (Map.Entry<String, KeyFold> each : fold.keys().tailMap(prefix, true).entrySet()) {
            if (!each.getKey().startsWith(prefix)) {
                break;
            }
            Key key = Key.of(each.getKey());
            if (key.isIn(prefix)) {
                state(key, each.getValue()).ifPresent(states::add);
            }
        }
        return states;
    }

    private static Optional<KeyState> state(Key key, KeyFold found) {
        return found == null || !found.isLive()
                ? Optional.empty()
                : Optional.of(new KeyState(key, found.info(), found.files()));
    }

    private void refresh() throws IOException {
        for (CommitLog log : Logs.of(target)) {
            Long known = read.get(log.name());
            long count;
            if (known == null) {
                count = log.lastEntry().map(last -> last.sequence() + 1).orElse(0L);
                Fold whole = new Fold();
                log.fold(count, whole);
                fold.apply(whole.changes());
            } else {
                count = known;
            }
            Optional<Entry> next = log.readIfThere(count);
            while (next.isPresent()) {
                fold.apply(next.get().changes());
                count++;
                next = log.readIfThere(count);
            }
            read.put(log.name(), count);
        }
    }
}
