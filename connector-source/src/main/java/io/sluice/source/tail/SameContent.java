package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import io.sluice.source.tail.ContinuityCheck.Verdict;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * Whether a file still holds the content that was read of it: how much is compared, and when. Begins anew with another content.
 * Owned by the reader thread. Why it is enough says {@link FileTailer}.
 */
final class SameContent {

    private final TailSettings settings;
    private final ContinuityCheck check;
    private boolean afterRestart;

    /** Whether the content ended where the last turn did: what stands behind that by now may be other content. */
    private boolean wasAtEnd;

    /** What was said of the file when its content was last compared. */
    private FileStat checkedWith;

    SameContent(Tailing<?> shared) {
        settings = shared.settings();
        check = shared.check();
    }

    /** Of a content that was read before the task began: nobody has seen since what became of it. */
    static SameContent afterRestart(Tailing<?> shared) {
        SameContent same = new SameContent(shared);
        same.afterRestart = true;
        return same;
    }

    /** Whether nothing was compared since the task began. */
    boolean isAfterRestart() {
        return afterRestart;
    }

    /** A turn has ended, with the content or before its end. */
    void endedAt(boolean end) {
        wasAtEnd = end;
    }

    /** Whether a file that was just opened holds what was read of it before. Establishes what a person has set. */
    Verdict opened(Content content, FileView view, ReadSoFar read) throws IOException {
        if (read.isUnproven()) {
            trust(content, view, read);
            afterRestart = false;
            return Verdict.SAME;
        }
        Proof known = read.proof();
        Verdict verdict = check.headAndTail(content, known);
        if (verdict == Verdict.SAME && settings.chunked() && !read.hasSha256()) {
            // The state of a digest cannot be stored: it is made anew of all that was read.
            MessageDigest digest = ReadSoFar.newSha256();
            verdict = check.whole(content, known, (bytes, length) -> digest.update(bytes, 0, length));
            read.sha256(digest);
        } else if (verdict == Verdict.SAME && afterRestart) {
            verdict = wholeIfNotTooMuch(content, known);
        }
        if (verdict == Verdict.SAME) {
            afterRestart = false;
        }
        return verdict;
    }

    /** Whether the file holds what was read before a turn, and in it. Compressed files are not written to in place. */
    Verdict stillThere(Content content, FileView view, Proof before, ReadSoFar read) throws IOException {
        if (content.compression() != Compression.NONE) {
            return Verdict.SAME;
        }
        boolean grew = read.position() > before.position();
        boolean changed = grew || !view.found().stat().equals(checkedWith);
        checkedWith = view.found().stat();
        Verdict verdict = check.headAndTail(content, before);
        if (verdict == Verdict.SAME && grew) {
            verdict = check.headAndTail(content, read.proof());
        }
        if (verdict == Verdict.SAME && wasAtEnd && changed && check.isTailPeriodic(content, before)) {
            verdict = wholeIfNotTooMuch(content, before);
        }
        return verdict;
    }

    private Verdict wholeIfNotTooMuch(Content content, Proof known) throws IOException {
        return known.position() <= settings.verifyBytes() ? check.whole(content, known) : Verdict.SAME;
    }

    /** Takes a position that a person has set as it is: the content before it becomes the proof. */
    private void trust(Content content, FileView view, ReadSoFar read) throws IOException {
        Continuity fresh = new Continuity(Proof.NOTHING_READ);
        PrefixHash unused = new PrefixHash(PrefixMark.START);
        MessageDigest digest = ReadSoFar.newSha256();
        boolean reached = check.readOn(content, unused, read.position(), (bytes, length) -> {
            fresh.advance(bytes, 0, length);
            digest.update(bytes, 0, length);
        });
        if (!reached) {
            throw new IOException("the position " + read.position() + " that was set for " + view.key()
                    + " lies behind the end of " + view.found().path() + ": set it to at most its size");
        }
        read.prove(fresh, digest);
    }
}
