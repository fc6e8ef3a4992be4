package io.sluice.source.tail;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.ContinuityCheck.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Tells whether a file that was not there before is a new one, or goes on with a content that was read under another inode: the
 * copy that copytruncate made, or what a rotation has compressed. It does if its (decompressed) content begins with all that
 * was read of a content of its family that is not at its place any more. As long as that one is still there, or the new file
 * is still shorter, it may be about to become one: then it waits, but no longer than the grace, or than the grace since it has
 * grown. Owned by the reader thread.
 */
final class Newcomers {

    /** What a newcomer is. */
    record Answer(Kind kind, Orphan orphan) {
        enum Kind {
            NEW,
            GOES_ON,
            /** It is all of a content whose last chunk was sent, and nothing more. */
            IS_DONE,
            NOT_YET_KNOWN,
            /** Nor can it be before the newcomer has grown. */
            NOT_YET_WHOLE,
            /** It could not be read, as a compressed file that is being written, or one that has got another name by now. */
            NOT_READ
        }

        static final Answer NEW = new Answer(Kind.NEW, null);
        static final Answer NOT_YET_KNOWN = new Answer(Kind.NOT_YET_KNOWN, null);
        static final Answer NOT_YET_WHOLE = new Answer(Kind.NOT_YET_WHOLE, null);
        static final Answer NOT_READ = new Answer(Kind.NOT_READ, null);
    }

    private final Tailing<?> shared;

    Newcomers(Tailing<?> shared) {
        this.shared = shared;
    }

    /**
     * Looks into the newcomer.
     *
     * @param orphans of its family
     * @param present states of the contents of its family that are at their places
     * @param mayWait whether the grace is not over
     */
    Answer ask(FoundFile newcomer, List<Orphan> orphans, List<FileState> present, boolean mayWait) {
        try (VfsFile file = shared.vfs().open(newcomer.path(), OpenMode.READ);
                Content content = shared.contents().open(file)) {
            boolean open = false;
            boolean shorter = false;
            for (Orphan orphan : orphans) {
                Verdict verdict = compare(content, orphan.state());
                if (verdict == Verdict.SAME && isClosed(orphan.state())) {
                    if (endsAt(content, orphan.state().position())) {
                        return new Answer(Answer.Kind.IS_DONE, orphan);
                    }
                    // Nothing can follow a last chunk: so it is a file of its own.
                    continue;
                }
                if (verdict == Verdict.SAME) {
                    return new Answer(Answer.Kind.GOES_ON, orphan);
                }
                open |= verdict == Verdict.SHORTER;
                shorter |= verdict == Verdict.SHORTER && orphan.state().position() > 0;
            }
            for (FileState other : present) {
                Verdict verdict = compare(content, other);
                open |= verdict != Verdict.OTHER;
                shorter |= verdict == Verdict.SHORTER && other.position() > 0;
            }
            return !open || !mayWait ? Answer.NEW : shorter ? Answer.NOT_YET_WHOLE : Answer.NOT_YET_KNOWN;
        } catch (NoSuchFileException e) {
            return Answer.NOT_READ;
        } catch (IOException e) {
            // Later, its own turns say what is wrong.
            return mayWait ? Answer.NOT_READ : Answer.NEW;
        }
    }

    /** Whether what the file holds is compressed, as far as can be told. */
    boolean isCompressed(FoundFile file) {
        try (VfsFile opened = shared.vfs().open(file.path(), OpenMode.READ);
                Content content = shared.contents().open(opened)) {
            return content.compression() != Compression.NONE;
        } catch (IOException e) {
            // Its own turns say what is wrong.
            return false;
        }
    }

    /** Whether a file holds the content that was read under its inode, or was given an inode that became free. */
    boolean holds(FoundFile file, FileState known) throws IOException {
        if (known.proof() == null || known.position() == 0) {
            return true;
        }
        try (VfsFile opened = shared.vfs().open(file.path(), OpenMode.READ);
                Content content = shared.contents().open(opened)) {
            return shared.check().headAndTail(content, known.proof()) == Verdict.SAME;
        }
    }

    private boolean isClosed(FileState known) {
        return shared.settings().chunked() && known.isOver();
    }

    private static boolean endsAt(Content content, long position) throws IOException {
        return content.read(ByteBuffer.allocate(1), position) < 0;
    }

    private Verdict compare(Content content, FileState known) throws IOException {
        if (known.proof() == null || known.position() == 0) {
            // Nothing to compare with yet; but if there is something to read, there will be.
            return known.fileBytes() > 0 ? Verdict.SHORTER : Verdict.OTHER;
        }
        Verdict verdict = shared.check().head(content, known.proof());
        if (verdict != Verdict.SAME) {
            return verdict;
        }
        long bytes = content.size();
        return bytes >= 0 && bytes < known.position()
                ? Verdict.SHORTER
                : shared.check().whole(content, known.proof());
    }
}
