package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.Retiring.Outcome;
import io.sluice.source.tail.Retiring.Retired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which finished files are to be retired, and which were. A file is handed over once all its records are where they were sent
 * and its position is stored, and it has not changed for the grace. Owned by the reader thread.
 *
 * <p>An inode whose file was retired is soon given to another one, which may even begin as the old one did. So it is remembered, and
 * stored, that it was: unless size and time are as they were then, what has the inode now is another content.
 */
final class Retirees<R> {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    /** A file that may go. */
    private static final class Candidate {
        private final FileStat stat;
        private long moment = -1;
        private boolean underWay;
        private boolean away;
        private boolean leftAlone;
        private int attempts;
        private long due;

        Candidate(FileStat stat) {
            this.stat = stat;
        }
    }

    /** A file that has gone, and when something was last seen of it. */
    private record Past(StateKey key, FileState state, long seen) {}

    private final Tailing<R> shared;
    private final Retiring retiring;
    private final Map<String, Candidate> candidates = new HashMap<>();
    private final Map<String, Past> past = new HashMap<>();

    Retirees(Tailing<R> shared) {
        this.shared = shared;
        this.retiring = shared.retiring();
    }

    /** Hands over what may go. Returns those that have gone since the last look. */
    List<Followed<R>> look(Map<String, Followed<R>> files, long now) {
        if (retiring.settings() == null) {
            return List.of();
        }
        Map<String, Followed<R>> gone = new LinkedHashMap<>();
        for (Retired retired : retiring.takeEnded()) {
            String key = retired.file().view().inode();
            if (ended(retired, now) && files.containsKey(key)) {
                gone.put(key, files.get(key));
            }
        }
        boolean taking = true;
        for (Map.Entry<String, Followed<R>> file : files.entrySet()) {
            if (gone.containsKey(file.getKey())) {
                continue;
            }
            Candidate candidate = candidates.get(file.getKey());
            FileTailer<R> tailer = file.getValue().tailer;
            if (candidate != null && (candidate.underWay || candidate.away)) {
                if (!candidate.underWay && taking && now - candidate.due >= 0) {
                    taking = offer(candidate, tailer);
                }
            } else if (!tailer.isDone() || file.getValue().hasVanished()) {
                candidates.remove(file.getKey());
            } else {
                FileStat stat = tailer.view().found().stat();
                if (candidate == null || !candidate.stat.equals(stat)) {
                    candidate = new Candidate(stat);
                    candidates.put(file.getKey(), candidate);
                }
                if (taking && mayGo(candidate, file.getValue(), now)) {
                    taking = offer(candidate, tailer);
                }
            }
        }
        return List.copyOf(gone.values());
    }

    private boolean mayGo(Candidate candidate, Followed<R> file, long now) {
        if (candidate.leftAlone || !file.tailer.hasNothingOutstanding()) {
            return false;
        }
        if (candidate.moment < 0) {
            candidate.moment = retiring.moment();
        }
        Duration grace = retiring.settings().grace();
        return retiring.isStored(candidate.moment)
                && (candidate.attempts == 0 || now - candidate.due >= 0)
                && file.unchangedFor(now).compareTo(grace) >= 0
                && !candidate.stat.modified().plus(grace).isAfter(shared.vfs().now());
    }

    private boolean offer(Candidate candidate, FileTailer<R> tailer) {
        candidate.underWay = retiring.offer(tailer.finished());
        return candidate.underWay;
    }

    /** Returns whether the file has gone. */
    private boolean ended(Retired retired, long now) {
        FileView view = retired.file().view();
        // Or it was let go of meanwhile, to another task.
        Candidate candidate = candidates.computeIfAbsent(
                view.inode(), inode -> new Candidate(view.found().stat()));
        candidate.underWay = false;
        candidate.away = retired.outcome() == Outcome.AWAY;
        switch (retired.outcome()) {
            case RETIRED -> {
                candidates.remove(view.inode());
                shared.events().retired(view, retired.target());
                if (retired.lateBytes() > 0) {
                    shared.events()
                            .lost(
                                    view,
                                    retired.file().position(),
                                    retired.lateBytes(),
                                    "they were written to it while, or after, it was taken away: let after.grace.ms be longer"
                                            + " than any writer pauses");
                }
                return true;
            }
            case CHANGED -> {
                candidate.leftAlone = true;
                shared.events().leftAlone(view, "it is not as it was read");
            }
            case FAILED, AWAY -> {
                candidate.attempts++;
                candidate.leftAlone = !candidate.away
                        && candidate.attempts >= retiring.settings().attempts();
                Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(candidate.attempts - 1, MOST_DOUBLINGS));
                candidate.due = now + pause.toNanos();
                shared.events().retireFailed(view, candidate.attempts, candidate.leftAlone, retired.failure());
            }
        }
        return false;
    }

    /** Whether someone has the file in hand, so that it is not gone although it cannot be seen. */
    boolean hold(String inode) {
        Candidate candidate = candidates.get(inode);
        return candidate != null && (candidate.underWay || candidate.away);
    }

    /** Whether no file is to be retired, nor was. */
    boolean areNone() {
        return retiring.settings() == null && past.isEmpty();
    }

    void left(FileView view, FileState state, long now) {
        past.put(view.inode(), new Past(view.key(), state, now));
    }

    void forget(String inode) {
        candidates.remove(inode);
    }

    /** Whether it is a file that has gone, seen late, or brought back as it was. */
    boolean isPast(String inode, FoundFile found, long now) {
        Past gone = past.get(inode);
        if (gone == null || !gone.state.isStillAt(found)) {
            return false;
        }
        past.put(inode, new Past(gone.key, gone.state, now));
        return true;
    }

    /** What is to be known of a file whose inode another one of its family has now, perhaps before it is stored; else null. */
    FileState past(StateKey key) {
        Past gone = past.get(key.inode());
        return gone == null || !gone.key.equals(key) ? null : gone.state;
    }

    /** The inode is another file's, which is followed now. Returns what the one that is gone is stored under; null if there is none. */
    StateKey over(String inode) {
        Past gone = past.remove(inode);
        return gone == null ? null : gone.key;
    }

    /** Files of which nothing was seen for so long that nothing needs to be stored any more. */
    List<StateKey> takeForgotten(Duration grace, long now) {
        List<StateKey> forgotten = new ArrayList<>();
        for (Iterator<Past> all = past.values().iterator(); all.hasNext(); ) {
            Past one = all.next();
            if (Duration.ofNanos(now - one.seen).compareTo(grace) >= 0) {
                all.remove();
                forgotten.add(one.key);
            }
        }
        return forgotten;
    }
}
