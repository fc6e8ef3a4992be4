package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.streams.window.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Files of rows, split into records anyhow, interleaved anyhow, with restarts that repeat what was not committed: the same
 * windows and the same late rows as by {@link NaiveWindows}, and each row in exactly one place.
 */
class WindowsPropertyTest {
    private static final int SCHEDULES = 5_000;
    private static final long FIRST_SEED = 20161008;
    private static final long INTERVAL = 10;

    /** What happens to a task, in order. */
    private sealed interface Event {
        record Rows(List<byte[]> folded, List<NaiveWindows.Row> rows) implements Event {}

        record Ended(String input) implements Event {}

        /** A task upstream says how far it is, if it is behind. */
        record Progress(int task, int tasks, long reached) implements Event {}

        /** A task upstream says where it is. */
        record Word(int task, int tasks, boolean atEnd, long reached) implements Event {}
    }

    /** One file, or one partition without files: its rows in order, and how far its records have got. */
    private static final class Source {
        final String file;
        final List<String> lines = new ArrayList<>();
        final List<NaiveWindows.Row> rows = new ArrayList<>();
        boolean ends;
        int next;
        int records;
        long position;

        Source(String file) {
            this.file = file;
        }

        Origin origin() {
            return file.startsWith("p")
                    ? Origin.ofPartition("trades", Integer.parseInt(file.substring(1)), records)
                    : Origin.ofFile("trades", 0, records, file);
        }

        String input() {
            return new String(origin().input().get(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anyScheduleGivesTheWindowsThatTheRulesGive() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            try {
                schedule(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void schedule(Random random) {
        Plan plan = TestPlans.plan(
                TestPlans.levels(
                        Duration.ofMillis(random.nextInt(3) * 10L),
                        Level.Emit.FINAL,
                        0,
                        "a=tumbling 10ms",
                        "b=tumbling 50ms of a",
                        "h=hopping 100ms every 50ms of a",
                        "c=tumbling 250ms of b",
                        "s=session 15ms"),
                false,
                0);
        int tasks = random.nextInt(1, 3);
        EngineRun engine = new EngineRun(plan, tasks);
        boolean days = random.nextBoolean();
        List<Source> sources = sources(random, days, plan.levels().get(0).grace());
        long rowsIn = sources.stream().mapToLong(source -> source.lines.size()).sum();
        List<Event> events = events(random, sources, engine, tasks);
        NaiveWindows naive = new NaiveWindows(plan, TestPlans.IDLE.toMillis(), tasks);

        // Enough ticks are left for every window to close.
        int toTheEnd = events.size() - tasks * ((int) (TestPlans.IDLE.toMillis() / INTERVAL) + 1);
        engine.commit();
        for (int i = 0; i < events.size(); i++) {
            if (i < toTheEnd && random.nextInt(12) == 0) {
                engine.commit();
                for (int lost = i; lost < Math.min(events.size(), i + random.nextInt(6)); lost++) {
                    apply(events.get(lost), engine);
                }
                engine.crash();
                naive.restarted();
            }
            apply(events.get(i), engine);
            apply(events.get(i), naive);
        }

        assertThat(bars(engine)).isEqualTo(bars(naive));
        assertThat(lateRows(engine)).isEqualTo(lateRows(naive));
        long refused = engine.refused.size();
        for (String base : List.of("a", "s")) {
            assertThat(rows(engine, base)
                            + engine.late.stream()
                                    .filter(late -> late.level().equals(base))
                                    .mapToLong(EngineRun.Late::rows)
                                    .sum()
                            + refused)
                    .as("rows in = rows in windows of %s + late + invalid", base)
                    .isEqualTo(rowsIn);
        }
        if (days) {
            assertThat(engine.late).as("files of different times lose nothing").isEmpty();
        }
    }

    private static List<Source> sources(Random random, boolean days, long grace) {
        List<Source> sources = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            Source source = new Source((random.nextInt(3) == 0 && !days ? "p" : "file") + i);
            source.ends = random.nextBoolean();
            boolean grouped = random.nextInt(3) == 0;
            int keys = random.nextInt(1, 4);
            // A day is a multiple of the longest window.
            long day = days ? 1_000L * i : 0;
            int rows = random.nextInt(1, 40);
            long time = 0;
            List<long[]> times = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                time = Math.min(time + random.nextInt(25), 990);
                long late = days ? random.nextLong(grace + 1) : random.nextLong(60);
                times.add(new long[] {random.nextInt(keys), day + Math.max(0, time - late)});
            }
            if (grouped) {
                times.sort((a, b) -> Long.compare(a[0], b[0]));
            }
            String last = "";
            for (long[] at : times) {
                last = line(source, random, (int) at[0], at[1], last);
            }
            sources.add(source);
        }
        if (days) {
            Collections.shuffle(sources, random);
        }
        return sources;
    }

    private static String line(Source source, Random random, int keyNumber, long time, String last) {
        String key = "k" + keyNumber;
        Long price = random.nextInt(8) == 0 ? null : (Long) random.nextLong(1, 99_999);
        long quantity = random.nextLong(1, 1_000);
        String priceText = price == null ? "" : price / 100 + "." + String.format("%02d", price % 100);
        boolean bad = random.nextInt(15) == 0;
        String line = bad
                ? List.of(
                                time + "," + key + ",1.0,x\n",
                                time + "," + key + "\n",
                                "," + key + ",1.0,1\n",
                                time + ",,1,1\n")
                        .get(random.nextInt(4))
                : time + "," + key + "," + priceText + "," + quantity + "\n";
        source.rows.add(
                bad ? null : new NaiveWindows.Row(source.input(), key, time, price, quantity, source.lines.size()));
        source.lines.add(line);
        return last;
    }

    private static List<Event> events(Random random, List<Source> sources, EngineRun engine, int tasks) {
        List<Event> events = new ArrayList<>();
        List<Source> left = new ArrayList<>(sources);
        // Of records that are folded together, as those between two commits are.
        List<NaiveWindows.Row> held = new ArrayList<>();
        while (!left.isEmpty()) {
            Source source = left.get(random.nextInt(left.size()));
            int count = Math.min(source.lines.size() - source.next, random.nextInt(1, 12));
            String csv = String.join("", source.lines.subList(source.next, source.next + count));
            source.rows.subList(source.next, source.next + count).stream()
                    .filter(row -> row != null)
                    .forEach(held::add);
            engine.hold(source.origin(), csv, source.position);
            source.next += count;
            source.records++;
            source.position += csv.length();
            boolean ended = source.next == source.lines.size();
            if (ended) {
                left.remove(source);
            }
            if (ended || random.nextInt(3) > 0) {
                events.add(new Event.Rows(engine.flush(), List.copyOf(held)));
                held.clear();
            }
            if (held.isEmpty() && random.nextInt(3) == 0) {
                events.add(new Event.Progress(random.nextInt(tasks), tasks, random.nextLong(-10, 5_000)));
            }
            if (ended && source.ends) {
                events.add(new Event.Ended(source.input()));
            }
            while (held.isEmpty() && random.nextInt(4) == 0) {
                events.add(new Event.Word(
                        random.nextInt(tasks), tasks, random.nextInt(4) > 0, random.nextLong(-10, 5_000)));
            }
        }
        for (int i = 0; i <= 2 * TestPlans.IDLE.toMillis() / INTERVAL; i++) {
            for (int task = 0; task < tasks; task++) {
                events.add(new Event.Word(task, tasks, true, 0));
            }
        }
        return events;
    }

    private static void apply(Event event, EngineRun engine) {
        if (event instanceof Event.Rows rows) {
            rows.folded.forEach(engine::accept);
        } else if (event instanceof Event.Ended ended) {
            engine.accept(PartialAggregates.inputEnded(ended.input.getBytes(StandardCharsets.UTF_8)));
        } else if (event instanceof Event.Progress said) {
            engine.accept(PartialAggregates.progress(said.task, said.tasks, said.reached));
        } else if (event instanceof Event.Word word) {
            engine.accept(PartialAggregates.upstream(word.task, word.tasks, word.atEnd, INTERVAL, word.reached));
        }
    }

    private static void apply(Event event, NaiveWindows naive) {
        if (event instanceof Event.Rows rows && !rows.rows.isEmpty()) {
            naive.record(rows.rows);
        } else if (event instanceof Event.Ended ended) {
            naive.inputEnded(ended.input);
        } else if (event instanceof Event.Progress said) {
            naive.reached(said.task, said.reached);
        } else if (event instanceof Event.Word word) {
            naive.said(word.task, word.atEnd, word.reached, INTERVAL);
        }
    }

    private static Map<String, List<String>> bars(EngineRun engine) {
        return engine.results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.level() + " " + result.key() + " " + result.start() + "-" + result.end(),
                        TreeMap::new,
                        Collectors.mapping(result -> new TreeMap<>(result.fields()).toString(), Collectors.toList())));
    }

    private static Map<String, List<String>> bars(NaiveWindows naive) {
        return naive.bars.stream()
                .collect(Collectors.groupingBy(
                        closed -> closed.level() + " " + closed.key() + " " + closed.start() + "-" + closed.end(),
                        TreeMap::new,
                        Collectors.mapping(
                                closed -> new TreeMap<>(NaiveBar.of(closed.rows())).toString(), Collectors.toList())));
    }

    private static Map<String, Long> lateRows(EngineRun engine) {
        return engine.late.stream()
                .collect(Collectors.groupingBy(
                        late -> late.level() + " " + late.key() + " " + late.start(),
                        TreeMap::new,
                        Collectors.summingLong(EngineRun.Late::rows)));
    }

    private static Map<String, Long> lateRows(NaiveWindows naive) {
        return naive.late.stream()
                .collect(Collectors.groupingBy(
                        late -> late.level() + " " + late.key() + " " + late.start(),
                        TreeMap::new,
                        Collectors.summingLong(late -> late.rows().size())));
    }

    private static long rows(EngineRun engine, String level) {
        return engine.results.stream()
                .filter(result -> result.level().equals(level))
                .mapToLong(EngineRun.Result::rows)
                .sum();
    }
}
