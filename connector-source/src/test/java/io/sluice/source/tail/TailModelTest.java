package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.framing.EventSettings;
import io.sluice.source.framing.Framing;
import io.sluice.source.framing.LineSettings;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One or two tasks of a connector, on a disk that gives the inode of a deleted file to the next one, or on one that does not.
 * Writers that append, rotate, copy, compress, cut and delete files at any moment, also between two calls of one turn, and readers
 * that crash at any moment, against a model: every line arrives at most once, as it was written, in the order of its content; and
 * exactly once, unless it was destroyed before it could be read.
 */
class TailModelTest {

    private static final int SEEDS = 2_000;
    private static final int EVENT_SEEDS = 1_000;
    private static final int STEPS = 100;

    /** Longer than anything that the loop waits for. */
    private static final int LONGEST_PAUSE_SECONDS = 15;

    /** With what an event's first line begins, and its others. */
    private static final String BEGINS = "é";

    private static final String GOES_ON = "+";

    private static final LineSettings LINES = LineSettings.standard().withMaxLineBytes(1 << 16);

    private static final EventSettings EVENTS = EventSettings.standard(
                    Pattern.compile("^" + BEGINS), EventSettings.Match.START)
            .withLimits(1000, 1 << 16);

    @Test
    void everyLineOnceWhateverHappens() {
        long first = Long.getLong("seed", 1);
        for (long seed = first; seed < first + SEEDS; seed++) {
            new Run(seed, false).go();
        }
    }

    /** Whole lines are held back, for those that may go on with them; and the loop may not have its turn for long. */
    @Test
    void everyLineOnceAlsoOfEventsThatAreHeldBack() {
        long first = Long.getLong("seed", 1);
        for (long seed = first; seed < first + EVENT_SEEDS; seed++) {
            new Run(seed, true).go();
        }
    }

    @Test
    @Tag("soak")
    void everyLineOnceWhateverHappensForLong() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 100_000; seed++) {
            new Run(seed, seed % 2 == 0).go();
        }
    }

    /** A content: what was written between a file's creation, or cut, and its end. */
    private static final class Written {
        final List<String> lines = new ArrayList<>();
        /** Of them, those that may be gone: they were there when the content was destroyed, and not known to be read. */
        int mayBeLostFrom = Integer.MAX_VALUE;

        String half = "";
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final TailRig rig;
        private final List<TailRig> tasks = new ArrayList<>();
        private final Map<Path, Written> current = new LinkedHashMap<>();
        private final List<Path> rotations = new ArrayList<>();
        private final Set<Path> copies = new HashSet<>();
        private final List<Written> all = new ArrayList<>();
        private final boolean events;
        private int written;
        private int rotated;
        private boolean racing;

        /** @param events whether frames are events of several lines, and else lines */
        Run(long seed, boolean events) {
            this.seed = seed;
            this.events = events;
            this.random = new Random(seed);
            this.rig = new TailRig(TailRig.settings(Mode.TAIL), this::between);
            tasks.add(rig);
            if (random.nextBoolean()) {
                TailRig other = new TailRig(rig, this::between);
                rig.foreign.add("in:app1.log");
                other.foreign.add("in:app0.log");
                tasks.add(other);
            }
            Supplier<Framing> framings =
                    events ? EVENTS::newFraming : seed % 2 == 0 ? NaiveLines::new : LINES::newFraming;
            tasks.forEach(task -> task.framings = framings);
        }

        private Vfs between(Vfs below) {
            return new ForwardingVfs(below) {
                @Override
                protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                    if (racing && random.nextInt(20) == 0) {
                        racing = false;
                        write();
                        racing = true;
                    }
                    if (racing && random.nextInt(50) == 0) {
                        throw new FileSystemException(String.valueOf(operation.path()), null, "Input/output error");
                    }
                    return super.around(operation, racing && random.nextInt(4) == 0 ? shortened(call) : call);
                }
            };
        }

        /** A read of fewer bytes than asked for. */
        private <T> ForwardingVfs.Call<T> shortened(ForwardingVfs.Call<T> call) {
            long most = 1L + random.nextInt(2000);
            return asked -> call.make(Math.min(asked, most));
        }

        void go() {
            try {
                // As most disks do; the others never use a number twice.
                rig.memory.reuseInodes(random.nextInt(4) > 0);
                for (int i = 0; i < STEPS * tasks.size(); i++) {
                    TailRig task = tasks.get(random.nextInt(tasks.size()));
                    switch (random.nextInt(8)) {
                        case 0, 1 -> write();
                        case 2 -> task.poll();
                        case 3 -> task.commit();
                        case 4 -> {
                            if (random.nextInt(10) == 0) {
                                note("crash of task " + tasks.indexOf(task));
                                task.crash();
                            } else if (events && random.nextInt(5) == 0) {
                                // As while a connector is paused, or a broker takes nothing.
                                rig.memory.advance(Duration.ofSeconds(1 + random.nextInt(LONGEST_PAUSE_SECONDS)));
                            }
                        }
                        default -> {
                            racing = true;
                            task.step();
                            racing = false;
                        }
                    }
                }
                for (int i = 0; i < 40; i++) {
                    tasks.forEach(task -> task.settle(Duration.ofSeconds(1)));
                }
                check();
            } catch (IOException e) {
                throw new UncheckedIOException("seed " + seed, e);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e + "\n" + String.join("\n", rig.told.all), e);
            }
        }

        private void note(String what) {
            rig.told.all.add(what);
        }

        private void write() throws IOException {
            Path path = TailRig.DIRECTORY.resolve("app" + random.nextInt(2) + ".log");
            Written content = current.get(path);
            int what = random.nextInt(21);
            if (content == null || what < 14) {
                append(path, content == null ? create(path) : content);
            } else if (what < 16) {
                Path to = TailRig.DIRECTORY.resolve(path.getFileName() + "." + rotated++);
                rig.memory.rename(path, to);
                note("renamed " + path + " to " + to);
                rotations.add(to);
                current.remove(path);
            } else if (what < 17) {
                Path to = TailRig.DIRECTORY.resolve(path.getFileName() + "." + rotated++);
                rig.append(to, WholeFiles.bytes(rig.memory, path));
                copies.add(to);
                rotations.add(to);
                note("copied " + path + " to " + to + " and cut");
                rig.truncate(path);
                append(path, create(path));
            } else if (what < 18 && !rotations.isEmpty()) {
                Path from = rotations.remove(random.nextInt(rotations.size()));
                Path to = from.resolveSibling(from.getFileName() + ".z");
                rig.append(to, PlainBytes.inverted(WholeFiles.bytes(rig.memory, from)));
                note("compressed " + from);
                rig.memory.delete(from);
            } else if (what < 19) {
                destroyed(content);
                note("cut " + path);
                rig.truncate(path);
                append(path, create(path));
            } else if (what < 20 && tasks.size() == 1 && !rotations.isEmpty() && !copies.contains(rotations.get(0))) {
                Path from = rotations.remove(0);
                Path to = TailRig.DIRECTORY.resolve("app" + random.nextInt(2) + ".log." + rotated++);
                rig.memory.rename(from, to);
                // Not of a copy, and it stays so: what is copied or compressed under a name of another log is read
                // again.
                note("renamed " + from + " to " + to);
            } else {
                destroyed(content);
                rig.memory.delete(path);
                current.remove(path);
            }
        }

        private Written create(Path path) {
            Written content = new Written();
            all.add(content);
            current.put(path, content);
            return content;
        }

        private void append(Path path, Written content) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String line = content.half;
                content.half = "";
                if (line.isEmpty()) {
                    // Much of it alike, as logs are, and now and then long.
                    String beginning = events && random.nextInt(3) > 0 ? GOES_ON : BEGINS;
                    line = beginning + written++ + " "
                            + "x".repeat(random.nextInt(30) == 0 ? 5000 : random.nextInt(60));
                    text.append(line);
                    if (random.nextInt(6) == 0) {
                        content.half = line;
                        break;
                    }
                }
                content.lines.add(line);
                text.append('\n');
            }
            rig.append(path, text.toString());
        }

        private void destroyed(Written content) {
            content.mayBeLostFrom = 0;
        }

        /** The lines of frames; those of an event go on with its first. */
        private List<String> linesOf(List<String> frames) {
            if (!events) {
                return frames;
            }
            List<String> lines = new ArrayList<>();
            for (String frame : frames) {
                List<String> own = List.of(frame.split("\n"));
                assertThat(own.subList(1, own.size()))
                        .as("what goes on with " + own.get(0))
                        .allMatch(line -> line.startsWith(GOES_ON));
                lines.addAll(own);
            }
            return lines;
        }

        private void check() {
            Map<String, Integer> places = new HashMap<>();
            Map<String, Written> contents = new HashMap<>();
            for (Written content : all) {
                List<String> lines = new ArrayList<>(content.lines);
                if (!content.half.isEmpty()) {
                    lines.add(content.half);
                }
                for (int i = 0; i < lines.size(); i++) {
                    places.put(lines.get(i), i);
                    contents.put(lines.get(i), content);
                }
            }
            Set<String> arrived = new HashSet<>();
            Map<Written, Integer> last = new HashMap<>();
            for (String line : linesOf(rig.lines())) {
                assertThat(places).as("a line as it was written").containsKey(line);
                assertThat(arrived.add(line))
                        .as("once: " + line + " of " + rig.filesOf(line))
                        .isTrue();
                int before = last.merge(contents.get(line), places.get(line), (old, now) -> {
                    assertThat(now).as("the order of " + line).isGreaterThan(old);
                    return now;
                });
                assertThat(before).isNotNegative();
            }
            for (Written content : all) {
                if (content.mayBeLostFrom > 0) {
                    List<String> missing = new ArrayList<>(content.lines);
                    missing.removeAll(arrived);
                    assertThat(missing)
                            .as("lines that never came of what was not destroyed")
                            .isEmpty();
                }
            }
            assertThat(tasks)
                    .extracting(TailRig::bytesUnderWay)
                    .as("bytes under way at the end")
                    .containsOnly(0L);
        }
    }
}
