package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.framing.FrameSink.Reason;
import io.sluice.source.framing.Framing;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A loop over files in memory, driven by a test step by step, with a topic and a store of states behind it: what is committed
 * is both, or neither.
 */
final class TailRig {

    static final Path DIRECTORY = Path.of("/in");
    static final ScanRoot ROOT = new ScanRoot("in", DIRECTORY);

    /** A record: a line, and what comes with it; or a marker, whose effect is all there is to it. */
    record Line(String text, FramePoint point, Runnable store) {}

    final MemoryVfs memory;
    final Told told;
    final List<Line> topic;
    final Map<StateKey, FileState> stored;
    final Map<String, List<String>> members;
    final Map<String, String> owners;

    /** Whether the next question to the store of states fails. */
    BooleanSupplier statesFail = () -> false;

    private final List<Line> underWay = new ArrayList<>();
    private final TailSettings settings;
    private final UnaryOperator<Vfs> between;
    private final Function<Vfs, Retiring> retiring;
    private ReadyQueue<Line> ready;
    private ByteBudget budget;
    private int looks;
    private TailLoop<Line> loop;

    TailRig(TailSettings settings) {
        this(settings, UnaryOperator.identity());
    }

    TailRig(TailSettings settings, UnaryOperator<Vfs> between) {
        this(settings, between, vfs -> Retiring.NEVER);
    }

    TailRig(TailSettings settings, UnaryOperator<Vfs> between, Function<Vfs, Retiring> retiring) {
        this.memory = MemoryVfs.builder().roots(DIRECTORY).build();
        this.told = new Told();
        this.topic = new ArrayList<>();
        this.stored = new HashMap<>();
        this.members = new HashMap<>();
        this.owners = new HashMap<>();
        this.settings = settings;
        this.retiring = retiring;
        this.between = between;
        start();
    }

    /** Another task of the same connector, with the same topic and store. */
    TailRig(TailRig first, UnaryOperator<Vfs> between) {
        this.memory = first.memory;
        this.told = first.told;
        this.topic = first.topic;
        this.stored = first.stored;
        this.members = first.members;
        this.owners = first.owners;
        this.settings = first.settings;
        this.between = between;
        this.retiring = vfs -> Retiring.NEVER;
        start();
    }

    static TailSettings settings(Mode mode) {
        return settings(mode, null);
    }

    static TailSettings settings(Mode mode, String marker) {
        return new TailSettings(
                mode,
                false,
                false,
                4096,
                1 << 20,
                1 << 20,
                4,
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofSeconds(5),
                marker,
                Duration.ofMillis(200),
                null,
                Duration.ofSeconds(10),
                1 << 30);
    }

    private void start() {
        Vfs vfs = between.apply(memory);
        ready = new ReadyQueue<>(settings.aheadBytes(), () -> {});
        budget = new ByteBudget(settings.budgetBytes(), () -> {});
        byte[] buffer = new byte[512];
        Tailing<Line> tailing = new Tailing<>(
                vfs,
                settings,
                file -> new PlainBytes(file, file.path().toString().endsWith(".z")),
                () -> framings.get(),
                new RecordMaker<Line>() {
                    @Override
                    public Line record(byte[] bytes, int from, int to, long position, FramePoint point) {
                        return new Line(new String(bytes, from, to - from, StandardCharsets.UTF_8), point, () -> {});
                    }

                    @Override
                    public Line marker(StateKey key, FileState state) {
                        return new Line(null, null, () -> {
                            if (state == null) {
                                stored.remove(key);
                            } else {
                                stored.put(key, state);
                            }
                        });
                    }

                    @Override
                    public Line marker(String family, List<String> keys) {
                        return new Line(null, null, () -> members.put(family, keys));
                    }

                    @Override
                    public Line marker(String inode, String family) {
                        return new Line(null, null, () -> {
                            if (family == null) {
                                owners.remove(inode);
                            } else {
                                owners.put(inode, family);
                            }
                        });
                    }

                    @Override
                    public Line bad(byte[] bytes, int from, int to, long position, Reason reason, FramePoint point) {
                        return null;
                    }
                },
                budget,
                told,
                new TailWindow(settings.turnBytes()),
                new ContinuityCheck(buffer),
                retiring.apply(vfs));
        loop = new TailLoop<>(tailing, this::files, families(foreign), store, ready);
    }

    private void failIfAsked() {
        if (statesFail.getAsBoolean()) {
            throw new StatesUnavailableException("no states now", null);
        }
    }

    private final StateStore store = new StateStore() {
        @Override
        public Map<StateKey, FileState> load(Collection<StateKey> keys) {
            failIfAsked();
            Map<StateKey, FileState> found = new HashMap<>();
            for (StateKey key : keys) {
                if (stored.containsKey(key)) {
                    // Through its stored form, as Connect would have it.
                    found.put(key, FileState.fromMap(key, stored.get(key).toMap()));
                }
            }
            return found;
        }

        @Override
        public Map<String, List<String>> members(Collection<String> families) {
            failIfAsked();
            Map<String, List<String>> found = new HashMap<>(members);
            found.keySet().retainAll(families);
            return found;
        }

        @Override
        public Map<String, String> owners(Collection<String> inodes) {
            failIfAsked();
            Map<String, String> found = new HashMap<>(owners);
            found.keySet().retainAll(inodes);
            return found;
        }
    };

    /** Names up to the second dot are one family. */
    static Families families(Set<String> foreign) {
        return new Families() {
            @Override
            public String of(String rootId, Path path) {
                String[] parts = path.getFileName().toString().split("\\.");
                return rootId + ":" + parts[0] + (parts.length > 1 ? "." + parts[1] : "");
            }

            @Override
            public boolean isBase(Path path) {
                return path.getFileName().toString().split("\\.").length <= 2;
            }

            @Override
            public boolean owns(String family) {
                return !foreign.contains(family);
            }
        };
    }

    /** For files that are not followed yet. */
    Supplier<Framing> framings = NaiveLines::new;

    /** What the directories are seen to say of a file. */
    UnaryOperator<FileStat> seenAs = UnaryOperator.identity();

    /** Families of other tasks. */
    final Set<String> foreign = new HashSet<>();

    /** Whether files of other tasks are shown apart, as the scan does: in the same list as long as nothing in it has changed. */
    boolean othersApart;

    /** How often this task's files were gone through by who looked at them. */
    int goneThrough;

    private List<FoundFile> ours = List.of();
    private List<FoundFile> others = List.of();
    private Set<String> foreignThen = Set.of();

    /** The same lists as long as nothing in them has changed, as the scan does. */
    private FileScan.Result files() {
        Families families = families(foreign);
        Map<Boolean, List<FoundFile>> apart = list().stream()
                .collect(Collectors.partitioningBy(
                        found -> !othersApart || families.owns(families.of(ROOT.id(), found.path()))));
        // A task's families do not change while it runs; a test's do.
        if (!ours.equals(apart.get(true)) || !foreign.equals(foreignThen)) {
            ours = counted(apart.get(true));
            foreignThen = Set.copyOf(foreign);
        }
        if (!apart.get(false).equals(others)) {
            others = apart.get(false);
        }
        return new FileScan.Result(ours, others, directory -> true);
    }

    private List<FoundFile> counted(List<FoundFile> files) {
        return new AbstractList<>() {
            @Override
            public Iterator<FoundFile> iterator() {
                goneThrough++;
                return files.iterator();
            }

            @Override
            public FoundFile get(int index) {
                return files.get(index);
            }

            @Override
            public int size() {
                return files.size();
            }
        };
    }

    private List<FoundFile> list() {
        looks++;
        List<FoundFile> files = new ArrayList<>();
        try {
            for (String name : WholeFiles.names(memory, DIRECTORY)) {
                Path path = DIRECTORY.resolve(name);
                FileStat stat = memory.stat(path);
                if (stat.isFile()) {
                    files.add(new FoundFile(ROOT, path, seenAs.apply(stat)));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    /** Steps until the directories were looked at again, so the files' sizes are known. */
    void look() {
        int before = looks;
        while (looks == before) {
            step();
        }
    }

    /** One step; if there is nothing to do, time passes. */
    void step() {
        try {
            Duration pause = loop.step();
            memory.advance(pause);
        } catch (TailFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** As many steps as it takes for time to pass by that much with everything read and committed. */
    void settle(Duration time) {
        Instant end = memory.now().plus(time);
        while (memory.now().isBefore(end)) {
            step();
            poll();
            commit();
        }
    }

    /** Takes what is ready into the transaction. */
    void poll() {
        try {
            for (ReadyBatch<Line> batch : ready.take(1 << 16, Duration.ZERO, Duration.ZERO)) {
                underWay.addAll(batch.records());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void commit() {
        for (Line line : underWay) {
            if (line.point() == null) {
                line.store().run();
            } else {
                topic.add(line);
                stored.put(line.point().file().key(), line.point().state());
                line.point().acknowledged();
            }
        }
        underWay.clear();
    }

    /** The process dies: what was not committed never was. */
    void crash() {
        loop.close();
        underWay.clear();
        start();
    }

    long bytesUnderWay() {
        return budget.used();
    }

    List<String> lines() {
        return topic.stream().map(Line::text).toList();
    }

    /** What the state of a file is stored under. */
    StateKey key(String family, Path path) throws IOException {
        return new StateKey(
                ROOT.id() + ":" + family, Long.toString(memory.stat(path).inode()));
    }

    List<String> filesOf(String text) {
        return topic.stream()
                .filter(line -> line.text().equals(text))
                .map(line -> line.point().file().key() + " as "
                        + line.point().file().id() + " at " + line.point().next() + " in "
                        + line.point().file().found().path())
                .toList();
    }

    void append(Path path, String text) throws IOException {
        append(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void append(Path path, byte[] bytes) throws IOException {
        try (VfsFile file = memory.open(path, OpenMode.EDIT)) {
            WholeFiles.write(file, bytes, file.size());
        }
    }

    void truncate(Path path) throws IOException {
        try (VfsFile file = memory.open(path, OpenMode.TRUNCATE)) {
            file.size();
        }
    }
}
