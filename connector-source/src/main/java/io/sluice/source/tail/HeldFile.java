package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.Newcomers.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of which it is not known yet what it is. Immutable.
 *
 * <p>To find out may take as long as to read all that was read of a log. So it is not asked anew in each look: only once the file,
 * or what it is compared with, is another one; and while it grows, each time that it has doubled, and when it stops.
 *
 * @param since when it was seen first; or when it had grown, as long as it is too short to be compared
 * @param bytes its size
 * @param grown when it was seen to have another size
 * @param asked what was found out about it; null if nothing was asked yet
 */
record HeldFile(long since, long bytes, long grown, Asked asked) {

    /** What was asked, and the answer; {@code failed} is how often in a row the file, being as it is, could not be read. */
    private record Asked(FileStat file, Set<String> with, Answer.Kind answer, int failed) {}

    /** A failure to read may pass. */
    private static final int MOST_FAILURES = 3;

    /** So many bytes are compared in no time. */
    private static final long FEW = 1 << 20;

    static HeldFile seen(FoundFile found, long now) {
        return new HeldFile(now, found.stat().bytes(), now, null);
    }

    HeldFile seenAgain(FoundFile found, long now) {
        return bytes == found.stat().bytes()
                ? this
                : new HeldFile(since, found.stat().bytes(), now, asked);
    }

    /** So much time went by without a look. */
    HeldFile later(long nanos) {
        return new HeldFile(since + nanos, bytes, grown + nanos, asked);
    }

    /** It was compared with those, and may not go on with any of them for good. */
    HeldFile answered(FoundFile found, Set<String> with, Answer.Kind answer) {
        boolean again = asked != null && asked.answer == Answer.Kind.NOT_READ && asked.file.equals(found.stat());
        int failed = answer == Answer.Kind.NOT_READ ? 1 + (again ? asked.failed : 0) : 0;
        return waiting(new Asked(found.stat(), with, answer, failed));
    }

    /** What was answered is still so. */
    HeldFile stays() {
        return waiting(asked);
    }

    /** A large file takes long to be copied or compressed: as long as it is not whole, time begins when it has grown. */
    private HeldFile waiting(Asked latest) {
        return new HeldFile(latest.answer == Answer.Kind.NOT_YET_KNOWN ? since : grown, bytes, grown, latest);
    }

    /** Whether the answer would be the same, as far as can be told without reading; or whether it can wait. */
    boolean isAnswered(FoundFile found, Set<String> with, long now) {
        if (asked == null || !asked.with.equals(with)) {
            return false;
        }
        if (asked.file.equals(found.stat())) {
            return asked.failed == 0 || asked.failed >= MOST_FAILURES;
        }
        boolean growing = grown == now && bytes > asked.file.bytes();
        return growing && bytes > FEW && bytes / 2 < asked.file.bytes() && asked.answer != Answer.Kind.NOT_YET_KNOWN;
    }

    /** What a newcomer is compared with. A content that is at its place only grows, which tells nothing new of long ones. */
    static Set<String> comparedWith(List<Orphan> orphans, List<FileState> present) {
        Set<String> all = new HashSet<>();
        orphans.forEach(orphan ->
                all.add("gone " + orphan.state().id() + " " + orphan.state().position()));
        present.forEach(state -> all.add(
                (state.fileBytes() > 0 ? "there " : "empty ") + state.id() + " " + Math.min(state.position(), FEW)));
        return all;
    }
}
