package io.sluice.sink.store;

import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.DataSetIdentity;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.log.FileName;
import io.sluice.sink.store.log.KeyInfo;
import io.sluice.sink.store.log.LogEnd;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StagingAreas;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A log with one writer at a time, such as that of a source partition: this one, from its claim to the next claim of anybody.
 * The files of a commit and the range of the source that they hold count together or not at all.
 *
 * <pre>
 *   CLAIMED --commit--> CLAIMED             published, too
 *      |  |
 *      |  +--commit, publication failed--> UNPUBLISHED --the next commit publishes first--> CLAIMED
 *      |
 *      +--fenced, outcome unclear, staging not synced, committed content lost, closed--> ENDED
 * </pre>
 *
 * <p>One thread at a time; every call may block.
 */
public final class ClaimedLog implements Closeable {
    private static final int MOST_RACES = 100;
    private static final String OWNER = "owner";

    private final Target target;
    private final CommitLog log;
    private final StagingArea area;

    /** The last entry of this writer: its claim, then its commits. */
    private Entry last;

    private boolean published = true;
    private Optional<String> ended = Optional.empty();
    private long files;

    private ClaimedLog(Target target, CommitLog log, StagingArea area, Entry claim) {
        this.target = target;
        this.log = log;
        this.area = area;
        this.last = claim;
    }

    /**
     * Fences every earlier writer of the log and takes it over.
     *
     * @param provider who writes, such as the name of a connector: another one than before is refused
     */
    static ClaimedLog claim(Target target, String name, String provider) throws IOException {
        CommitLog log = new CommitLog(target, name);
        StagingArea area = StagingAreas.open(target, areaPrefix(name));
        boolean claimed = false;
        try {
            DataSetIdentity identity = DataSetIdentity.readOrCreate(target, area);
            Entry claim = claim(target, log, area, identity, provider);
            log.completeCheckpoints(claim.sequence() + 1, area);
            Sweep.ofLog(
                    target,
                    log,
                    claim.epoch(),
                    writer -> writer.startsWith(areaPrefix(name)) && !writer.equals(area.writer()));
            claimed = true;
            return new ClaimedLog(target, log, area, claim);
        } finally {
            if (!claimed) {
                area.close();
            }
        }
    }

    /** What the areas of the writers of one log, and of no other, begin with: a dot and 16 digits follow. */
    private static String areaPrefix(String log) {
        return FileName.logPart(log).replace(".", "%2E") + ".";
    }

    private static Entry claim(
            Target target, CommitLog log, StagingArea area, DataSetIdentity identity, String provider)
            throws IOException {
        for (int race = 0; race < MOST_RACES; race++) {
            Optional<Entry> tail = LogEnd.published(target, log, area);
            if (tail.isPresent()) {
                requireSame(log, tail.get(), identity, provider);
            }
            long sequence = tail.map(Entry::sequence).orElse(-1L) + 1;
            Entry claim = new Entry(
                    Entry.FORMAT,
                    EntryKind.CLAIM,
                    identity.id(),
                    log.name(),
                    sequence,
                    sequence,
                    area.writer(),
                    HexText.of(target.random()),
                    target.now(),
                    tail.map(Entry::next).orElse(0L),
                    tail.map(Entry::totals).orElse(Entry.Totals.NONE),
                    tail.map(Entry::range).orElse(null),
                    List.of(),
                    tail.map(Entry::attributes).orElse(Map.of(OWNER, provider)));
            if (log.append(claim, area)) {
                return claim;
            }
        }
        throw new IOException(log.where(0) + ": " + MOST_RACES + " others claimed this log first. See who they are");
    }

    private static void requireSame(CommitLog log, Entry tail, DataSetIdentity identity, String provider)
            throws IOException {
        if (!identity.id().equals(tail.dataSet())) {
            throw new IOException(
                    log.where(tail.sequence()) + ": belongs to data set " + tail.dataSet() + ", and this is "
                            + identity.id() + ". Logs cannot be copied from one to another; migrate instead");
        }
        String owner = tail.attributes().get(OWNER);
        if (owner != null && !owner.equals(provider)) {
            throw new IOException(log.where(tail.sequence()) + ": this log is " + owner + "'s, and " + provider
                    + " wants to claim it. Give it another data set, or the name of the owner");
        }
    }

    /** The number of the claim: what later commits carry. */
    public long epoch() {
        return last.epoch();
    }

    /** Where the source goes on. */
    public long next() {
        return last.next();
    }

    /** Whether nothing was ever committed here. */
    public boolean isNew() {
        return last.totals().commits() == 0;
    }

    /**
     * The range of the last commit, by which to see whether the source is still the same; empty if there is none, if it was
     * taken back, or if the log was reset since.
     */
    public Optional<Entry.Range> lastRange() {
        return Optional.ofNullable(last.range());
    }

    /** Begins a file of a key whose first row comes from {@code first}. */
    public StagedFile stage(Key key, long first) throws IOException {
        requireClaimed();
        FileName name = new FileName(FileName.logPart(log.name()), epoch(), files++, first);
        StagedContent content = area.stage(key.text() + "/" + name);
        return new StagedFile(key, content);
    }

    /**
     * Commits sealed files and the range that they hold; without files, the range alone. Once it returns, the files are
     * visible, and {@link #next} is the end of the range.
     *
     * @param info of keys, where there is something to say
     * @throws FencedException if another has claimed the log: the files are gone, and nothing was committed
     * @throws UnpublishedException if it is committed and some files are not visible yet
     * @throws StagedContentLostException if files of it, or of the commit before, were removed before they were visible: the
     *     next claim takes that commit back and goes on before it
     */
    public void commit(Entry.Range range, List<StagedFile> staged, Map<Key, KeyInfo> info) throws IOException {
        requireClaimed();
        if (range.first() < next()) {
            throw new IllegalArgumentException("range begins at " + range.first() + ", but everything before " + next()
                    + " is committed: it would count twice");
        }
        List<Change> changes = changes(staged, info);
        finishPublication();
        requireAlive();
        settle(staged);
        Entry entry = following(EntryKind.COMMIT, range.next(), last.totals().plus(changes), range, changes);
        append(entry, staged);
        last = entry;
        published = false;
        try {
            finishPublication();
        } catch (StagedContentLostException lost) {
            throw lost;
        } catch (IOException failure) {
            throw new UnpublishedException(log.where(entry.sequence()), failure);
        }
        log.checkpointAfter(entry, area);
    }

    /**
     * Lets the source go on at another offset, because somebody said so: at a lower one its rows will count again, at a higher
     * one those between never will. What was committed stays.
     *
     * @throws FencedException if another has claimed the log: nothing was changed
     */
    public void reset(long next) throws IOException {
        requireClaimed();
        if (next < 0) {
            throw new IllegalArgumentException("next is " + next + ", but must not be negative");
        }
        finishPublication();
        requireAlive();
        Entry entry = following(EntryKind.RESET, next, last.totals(), null, List.of());
        append(entry, List.of());
        last = entry;
        log.checkpointAfter(entry, area);
    }

    private Entry following(EntryKind kind, long next, Entry.Totals totals, Entry.Range range, List<Change> changes) {
        return new Entry(
                Entry.FORMAT,
                kind,
                last.dataSet(),
                last.log(),
                last.sequence() + 1,
                last.epoch(),
                area.writer(),
                HexText.of(target.random()),
                target.now(),
                next,
                totals,
                range,
                changes,
                last.attributes());
    }

    /** Makes the files of the last commit visible if they are not; nothing else. */
    public void publish() throws IOException {
        requireClaimed();
        finishPublication();
    }

    /** One sync for all files, and before the entry: what it names is durable. */
    private void settle(List<StagedFile> staged) throws IOException {
        if (staged.isEmpty()) {
            return;
        }
        boolean settled = false;
        try {
            area.settle();
            settled = true;
        } finally {
            if (!settled) {
                ended = Optional.of("its staging area could not be synced");
            }
        }
    }

    private void append(Entry entry, List<StagedFile> staged) throws IOException {
        boolean mine;
        try {
            mine = log.append(entry, area);
        } catch (UnclearOutcomeException unclear) {
            ended = Optional.of("its last commit had no clear outcome");
            throw unclear;
        }
        if (!mine) {
            ended = Optional.of("another writer has claimed the log");
            FencedException fenced = new FencedException(log.where(entry.sequence()));
            for (StagedFile file : staged) {
                discard(file, fenced);
            }
            throw fenced;
        }
    }

    private static void discard(StagedFile file, IOException why) {
        try {
            file.discard();
        } catch (IOException remains) {
            // The area is swept by whoever comes next.
            why.addSuppressed(remains);
        }
    }

    private static List<Change> changes(List<StagedFile> staged, Map<Key, KeyInfo> info) {
        Map<Key, List<DataFile>> byKey = new TreeMap<>();
        staged.forEach(file ->
                byKey.computeIfAbsent(file.key(), key -> new ArrayList<>()).add(file.sealed()));
        List<Change> changes = new ArrayList<>();
        byKey.forEach((key, added) -> changes.add(new Change(key.text(), info.get(key), added, List.of())));
        return changes;
    }

    private void finishPublication() throws IOException {
        if (published) {
            return;
        }
        try {
            log.publish(last);
            published = true;
        } catch (StagedContentLostException lost) {
            ended = Optional.of("content of its last commit was removed before it was visible");
            throw lost;
        }
    }

    private void requireClaimed() throws IOException {
        if (ended.isPresent()) {
            throw new IOException(log.where(last.sequence()) + ": this writer has ended, because " + ended.get()
                    + ". Claim the log again");
        }
    }

    private void requireAlive() throws IOException {
        if (!area.isHeld()) {
            ended = Optional.of("its staging area was taken from it");
            requireClaimed();
        }
    }

    /** Ends the claim's use. What was committed stays; what was staged and not committed is removed by the next claim. */
    @Override
    public void close() throws IOException {
        if (ended.isEmpty()) {
            ended = Optional.of("it was closed");
        }
        area.close();
    }
}
