package io.sluice.deploy.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All that the page shows, and no more than it can: whoever watches the pipeline puts it up, requests read it, and whoever listens is
 * told what is new. Any thread.
 */
public final class PageBoard {
    /** An hour of points that are five seconds apart. */
    static final int POINTS = 720;

    static final int COMMITS = 2_000;
    static final int PROBLEMS = 1_000;
    static final int KEYS = 10_000;
    static final int FILES = 100_000;

    private static final long LONGEST_SILENCE_MILLIS = 10_000;

    private final EventClients events;
    private final Deque<Point> points = new ArrayDeque<>();
    private final Deque<Commit> commits = new ArrayDeque<>();
    private final Deque<Problem> problems = new ArrayDeque<>();
    private final Set<String> keys = new TreeSet<>();
    private List<Commit.Progress> progress = List.of();
    private long lastProblem;
    private PipelineState state;
    private long told;
    private volatile FileSearch files = new FileSearch(List.of());

    PageBoard(EventClients events) {
        this.events = events;
    }

    /** Bars that have closed. */
    private record NewBars(List<Bar> bars, long skipped) {}

    private record NewCommits(List<Commit> commits) {}

    private record NewProblems(List<Problem> problems) {}

    /** What is told of commits when somebody asks. */
    record Commits(List<Commit> commits, List<Commit.Progress> partitions) {}

    /** Puts up the state; who listens is told if it has changed, and now and then if it has not. */
    public void state(PipelineState now) {
        synchronized (this) {
            boolean same = state != null && state.at(0).equals(now.at(0));
            state = now;
            if (same && now.at() - told < LONGEST_SILENCE_MILLIS) {
                return;
            }
            told = now.at();
        }
        events.state(now);
    }

    /** Puts up all files. */
    public void files(List<FileRow> all) {
        files = new FileSearch(all.size() > FILES ? all.subList(0, FILES) : all);
    }

    /**
     * Tells of bars.
     *
     * @param skipped how many more closed, and are not among them
     */
    public void bars(List<Bar> bars, long skipped) {
        synchronized (this) {
            for (Bar bar : bars) {
                if (keys.size() < KEYS) {
                    keys.add(bar.key());
                }
            }
        }
        if (!bars.isEmpty()) {
            events.tell("bars", new NewBars(bars, skipped));
        }
    }

    /** Adds commits, the oldest first. */
    public void commits(List<Commit> more) {
        if (more.isEmpty()) {
            return;
        }
        synchronized (this) {
            more.forEach(commit -> add(commits, commit, COMMITS));
        }
        events.tell("commits", new NewCommits(more));
    }

    /** Puts up how far the tables are. */
    public synchronized void progress(List<Commit.Progress> all) {
        progress = List.copyOf(all);
    }

    /** Adds problems, the oldest first. */
    public void problems(List<Problem> more) {
        if (more.isEmpty()) {
            return;
        }
        List<Problem> numbered = new ArrayList<>();
        synchronized (this) {
            for (Problem problem : more) {
                numbered.add(problem.numbered(++lastProblem));
            }
            numbered.forEach(problem -> add(problems, problem, PROBLEMS));
        }
        events.tell("problems", new NewProblems(numbered));
    }

    /** How many problems there have been. */
    public synchronized long problemsSoFar() {
        return lastProblem;
    }

    /** Adds a point to the history. */
    public void point(Point point) {
        synchronized (this) {
            add(points, point, POINTS);
        }
        events.tell("point", point);
    }

    private static <T> void add(Deque<T> ring, T one, int most) {
        if (ring.size() == most) {
            ring.removeFirst();
        }
        ring.addLast(one);
    }

    synchronized PipelineState state() {
        return state;
    }

    FileSearch files() {
        return files;
    }

    synchronized List<Point> points() {
        return List.copyOf(points);
    }

    /** The newest first. */
    synchronized Commits commits(String table, int limit) {
        Predicate<String> wanted = name -> table.isEmpty() || table.equals(name);
        List<Commit> found = new ArrayList<>();
        for (var newest = commits.descendingIterator(); newest.hasNext() && found.size() < limit; ) {
            Commit commit = newest.next();
            if (wanted.test(commit.table())) {
                found.add(commit);
            }
        }
        return new Commits(
                found,
                progress.stream().filter(each -> wanted.test(each.table())).toList());
    }

    /** The newest first. */
    synchronized List<Problem> problems(int limit) {
        List<Problem> found = new ArrayList<>();
        for (var newest = problems.descendingIterator(); newest.hasNext() && found.size() < limit; ) {
            found.add(newest.next());
        }
        return found;
    }

    /** Keys that contain a text, sorted. */
    synchronized List<String> keys(String part, int limit) {
        return keys.stream()
                .filter(key -> TextSearch.contains(key, part))
                .limit(limit)
                .toList();
    }
}
