package io.sluice.record;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings files back from their chunks: to the byte, or named incomplete with what is missing; never wrong silently.
 * Owned by one thread at a time.
 *
 * <p>Chunks of many files may be mixed. Those of one file come in order, as they do in one partition, but may be read
 * again (at-least-once delivery) and cut differently after the source started again: bytes that were written already
 * are passed over. A chunk behind a gap is not kept, as that could need any amount of memory: the file waits for the
 * missing bytes to be read again, and is named incomplete if they are not.
 *
 * <p>Memory is bounded: a digest and a few numbers for each of at most {@code maxOpenFiles} files, and a few numbers for
 * each of at most {@code maxRememberedFiles} finished ones. Beyond that, the open file that was fed least recently is
 * given up and named incomplete, and the oldest finished file is forgotten: if its chunks are read again it is put
 * together again.
 */
public final class Reassembler implements AutoCloseable {

    /** What became of a chunk. */
    public enum Outcome {
        /** Its bytes, or those that were new, were written. */
        WRITTEN,
        /** All its bytes had been written before. */
        REPEATED,
        /** It cannot be used: bytes before it are missing, or its file was given up. */
        SKIPPED,
        /** It completed its file. */
        COMPLETED,
        /** It contradicts the chunks before it, or the file's checksum: the file was given up. */
        GAVE_UP
    }

    private final ReassemblyTarget target;
    private final int maxOpenFiles;
    private final Map<String, FileAssembly> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Finished> finished;
    private boolean closed;

    /** How a finished file ended: complete, then with its size and checksum, or given up. */
    private record Finished(boolean complete, long size, String sha256) {

        static final Finished GIVEN_UP = new Finished(false, 0, "");
    }

    /**
     * A reassembler that writes to the target.
     *
     * @param maxOpenFiles how many files may be unfinished at once, 1 or more
     * @param maxRememberedFiles how many finished files are remembered, to recognise their chunks, 0 or more
     */
    public Reassembler(ReassemblyTarget target, int maxOpenFiles, int maxRememberedFiles) {
        this.target = Objects.requireNonNull(target, "target");
        if (maxOpenFiles < 1) {
            throw new IllegalArgumentException("max open files is " + maxOpenFiles + "; allowed is 1 or more");
        }
        if (maxRememberedFiles < 0) {
            throw new IllegalArgumentException(
                    "max remembered files is " + maxRememberedFiles + "; allowed is 0 or more");
        }
        this.maxOpenFiles = maxOpenFiles;
        finished = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Finished> eldest) {
                return size() > maxRememberedFiles;
            }
        };
    }

    /**
     * Takes the next chunk.
     *
     * @throws MalformedChunkException if the value does not have the length its headers say, or lies beyond the end of
     *     a file that was complete; nothing has changed
     * @throws IOException if the target failed; the message names the file that has been given up. That is the chunk's
     *     own file, or, when only the giving up of another file to make room failed, that one: then the chunk was taken
     * @throws RuntimeException what the target threw, if it threw one; the chunk's own file has been given up
     * @throws IllegalStateException if the reassembler is closed
     */
    public Outcome accept(ChunkHeaders chunk, byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new IllegalStateException("the reassembler is closed; chunk " + chunk.index() + " of file '"
                    + chunk.file() + "' (" + chunk.fileId() + ") came after");
        }
        if (length != chunk.length()) {
            throw malformed(
                    chunk, ChunkHeaders.LENGTH + " is " + chunk.length() + ", but the value has " + length + " bytes");
        }
        Finished before = finished.get(chunk.fileId());
        if (before != null && before.complete()) {
            return repeated(chunk, before);
        }
        if (before != null) {
            if (chunk.offset() > 0) {
                return Outcome.SKIPPED;
            }
            // The file is read from its start again: a new attempt.
            finished.remove(chunk.fileId());
        }
        Optional<IOException> evictionFailure = open.containsKey(chunk.fileId()) ? Optional.empty() : makeRoom();
        FileAssembly assembly = open.computeIfAbsent(chunk.fileId(), id -> new FileAssembly(chunk));
        Outcome outcome;
        try {
            outcome = feed(assembly, chunk, buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            evictionFailure.ifPresent(e::addSuppressed);
            throw e;
        }
        if (evictionFailure.isPresent()) {
            throw evictionFailure.get();
        }
        return outcome;
    }

    /** How many files are unfinished. */
    public int openFiles() {
        return open.size();
    }

    /** No more chunks come: every unfinished file is named incomplete, also if the target fails for some. */
    @Override
    public void close() throws IOException {
        closed = true;
        IOException failure = null;
        for (FileAssembly assembly : open.values()) {
            try {
                assembly.giveUp(target, assembly.isBehindGap() ? "they never came" : "its last chunk never came");
            } catch (IOException | RuntimeException e) {
                IOException named = new IOException(assembly + ": the target failed when the file was given up", e);
                failure = failure == null ? named : suppressed(failure, named);
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private Outcome feed(FileAssembly assembly, ChunkHeaders chunk, byte[] buffer, int offset, int length)
            throws IOException {
        Outcome outcome;
        try {
            outcome = assembly.accept(target, chunk, buffer, offset, length);
        } catch (IOException e) {
            IOException failure = new IOException(
                    "file '" + chunk.file() + "' (" + chunk.fileId() + "): the target failed at the chunk at offset "
                            + chunk.offset() + "; the file is given up, feed it again from its start",
                    e);
            giveUp(assembly, chunk, e, failure);
            throw failure;
        } catch (RuntimeException e) {
            giveUp(assembly, chunk, e, e);
            throw e;
        }
        if (outcome == Outcome.COMPLETED) {
            finish(
                    chunk,
                    new Finished(
                            true, chunk.endOffset(), chunk.end().orElseThrow().sha256()));
        } else if (outcome == Outcome.GAVE_UP) {
            finish(chunk, Finished.GIVEN_UP);
        }
        return outcome;
    }

    /** Gives up a file whose target failed; what fails then is suppressed in {@code failure}. */
    private void giveUp(FileAssembly assembly, ChunkHeaders chunk, Exception cause, Exception failure) {
        finish(chunk, Finished.GIVEN_UP);
        try {
            assembly.giveUp(target, "the target failed: " + cause.getMessage());
        } catch (IOException | RuntimeException also) {
            // An exception cannot suppress itself, and a target may throw the same one again.
            if (also != failure) {
                failure.addSuppressed(also);
            }
        }
    }

    /**
     * Gives up the file that was fed least recently if there is no room for another. What fails then is another file's
     * failure, to be told after the chunk at hand was fed: its reader has passed it and would not bring it again.
     */
    private Optional<IOException> makeRoom() {
        if (open.size() < maxOpenFiles) {
            return Optional.empty();
        }
        Iterator<Map.Entry<String, FileAssembly>> leastRecent = open.entrySet().iterator();
        Map.Entry<String, FileAssembly> evicted = leastRecent.next();
        leastRecent.remove();
        finished.put(evicted.getKey(), Finished.GIVEN_UP);
        String remedy = "allow more, or feed it again from its start";
        try {
            evicted.getValue()
                    .giveUp(
                            target,
                            "it was given up as the least recently fed of " + maxOpenFiles + " open files; " + remedy);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(new IOException(
                    evicted.getValue() + ": the target failed when the file was given up to make room, as the least"
                            + " recently fed of " + maxOpenFiles + " open files; " + remedy
                            + ". The chunk that needed the room, of another file, was taken",
                    e));
        }
    }

    private void finish(ChunkHeaders chunk, Finished how) {
        open.remove(chunk.fileId());
        finished.put(chunk.fileId(), how);
    }

    private static Outcome repeated(ChunkHeaders chunk, Finished whole) {
        if (chunk.endOffset() > whole.size()) {
            throw malformed(
                    chunk,
                    "it ends at " + chunk.endOffset() + ", beyond the end of the file, which was" + " complete with "
                            + whole.size() + " bytes");
        }
        boolean sameEnd = chunk.end()
                .map(end -> chunk.endOffset() == whole.size() && end.sha256().equals(whole.sha256()))
                .orElse(true);
        if (!sameEnd) {
            throw malformed(chunk, "it ends the file otherwise than the last chunk that completed it");
        }
        return Outcome.REPEATED;
    }

    private static MalformedChunkException malformed(ChunkHeaders chunk, String what) {
        return new MalformedChunkException("chunk " + chunk.index() + " of file '" + chunk.file() + "' ("
                + chunk.fileId() + ") at offset " + chunk.offset() + ": " + what);
    }

    private static IOException suppressed(IOException first, IOException next) {
        first.addSuppressed(next);
        return first;
    }
}
