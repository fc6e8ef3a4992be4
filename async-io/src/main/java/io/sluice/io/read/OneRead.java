package io.sluice.io.read;

import io.sluice.io.flow.IoMeter;
import io.sluice.io.flow.Operation;
import io.sluice.io.vfs.FileOpener;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * One file from its opening to its closing, read from byte 0 to where it ends at that moment. Its lane {@linkplain #proceed
 * proceeds} with it on an I/O worker, one thread at a time. Where it must wait, for the rate limit or before another attempt,
 * or has had the worker long enough, it says for what and goes on later at the byte where it stopped. A read ahead touches
 * nothing but the file and its own buffer.
 *
 * <p>While nothing is limited and nothing fails, it asks nobody: it reads freely. Otherwise it reads carefully, buffer by
 * buffer, each with {@link Caution}.
 */
final class OneRead<T> {

    /** What every read of a reader shares. */
    record Shared(
            Vfs vfs,
            ReadSettings settings,
            BufferPool buffers,
            Seats seats,
            FileReader.Surroundings around,
            Map<ReadStrategy, IoMeter> meters) {}

    /** To go on after whoever waits for a worker now. */
    private static final CompletableFuture<Void> AFTER_OTHERS = CompletableFuture.completedFuture(null);

    /** In a row, before a read that fills nothing is an error: it would be a busy loop. */
    private static final int MOST_EMPTY_READS = 8;

    private final Shared shared;
    private final ReadSettings settings;
    private final FileReader.Surroundings around;
    private final Path path;
    private final ReadStrategy strategy;
    private final ChunkReader<T> reader;
    private final CompletableFuture<?> result;
    private final Answers answers;
    private final Caution caution;
    private final long begun;

    private VfsFile file;
    private long position;
    private ReadStrategy used;
    private Windows windows;
    private long turnEnd;
    private FileOutcome<T> outcome;

    private CompletableFuture<Void> pause;
    private Throwable refusal;

    /** How many bytes the next call has been let pass with, and how many too many the last one had. */
    private int paidBytes;

    private long owed;

    OneRead(
            Shared shared,
            Path path,
            ReadStrategy strategy,
            ChunkReader<T> reader,
            CompletableFuture<?> result,
            Answers answers) {
        this.shared = shared;
        this.settings = shared.settings();
        this.around = shared.around();
        this.path = path;
        this.strategy = strategy;
        this.reader = reader;
        this.result = result;
        this.answers = answers;
        this.caution = new Caution(around, path, answers);
        this.begun = shared.meters().get(strategy).begin();
    }

    /**
     * Reads on. Returns null when the read is over, and else what to wait for before the next call.
     *
     * @param buffer nobody else's until the read is over
     * @param until when on the clock it is somebody else's turn, if there is somebody
     */
    CompletableFuture<Void> proceed(FileOpener opener, PooledBuffer buffer, long until) {
        turnEnd = until;
        pause = null;
        try {
            stopIfCancelled();
            if (refusal != null) {
                throw refusal;
            }
            if ((file != null || open(opener)) && read(buffer)) {
                finish();
            }
        } catch (Throwable e) {
            fail(e);
        }
        return pause;
    }

    /** What the read waited for will not come; it is over when it next proceeds. */
    void refused(Throwable reason) {
        if (refusal == null) {
            refusal = caution.insteadOf(reason);
        }
    }

    /** Ends the read, which cannot proceed, and returns why. */
    Throwable abandon(Throwable reason) {
        refused(reason);
        fail(refusal);
        return refusal;
    }

    /** What became of it, once it is over. */
    FileOutcome<T> outcome() {
        return outcome;
    }

    private void finish() throws IOException {
        pause = null;
        T value = reader.end(position);
        closeFile();
        shared.meters().get(strategyUsed()).done(Operation.READ, position, begun);
        outcome = FileOutcome.of(path, value);
        answers.add();
        if (around.resilience().isAnyFailing()) {
            around.resilience().recovered(path);
        }
    }

    private void fail(Throwable error) {
        pause = null;
        caution.end();
        if (file != null) {
            try {
                closeFile();
            } catch (IOException | RuntimeException e) {
                if (e != error) {
                    error.addSuppressed(e);
                }
            }
        }
        shared.meters().get(position == 0 ? strategy : strategyUsed()).failed(Operation.READ, begun);
        outcome = FileOutcome.failed(path, error);
    }

    private void closeFile() throws IOException {
        VfsFile closing = file;
        file = null;
        around.metrics().fileClosed();
        closing.close();
    }

    /** The one that read the file, never {@code AUTO}. */
    private ReadStrategy strategyUsed() {
        if (used != null) {
            return used;
        }
        return switch (strategy) {
            case AUTO -> position > settings.bufferSize() ? ReadStrategy.BUFFERED : ReadStrategy.POOLED;
            case MAPPED -> ReadStrategy.BUFFERED;
            case POOLED, BUFFERED -> strategy;
        };
    }

    /** Whether there is a reason to stop at a buffer's end, before the file's; says for what to wait, if for anything. */
    boolean mustStop() {
        return isTurnOver() || !caution.isNeedless();
    }

    private boolean isTurnOver() {
        if (around.workers().isBusy() && shared.vfs().nanoTime() - turnEnd >= 0) {
            pause = AFTER_OTHERS;
            return true;
        }
        return false;
    }

    private boolean open(FileOpener opener) throws IOException {
        boolean careful = !caution.isNeedless();
        if (careful) {
            if (!pay(0)) {
                return false;
            }
            caution.attempt(Operation.OPEN);
        }
        try {
            file = opener.open(path);
        } catch (IOException e) {
            pause = caution.failed(Operation.OPEN, e);
            return false;
        }
        around.metrics().fileOpened();
        if (careful) {
            caution.answered();
        }
        return true;
    }

    /** Returns whether the file has been read to its end, and not only to a pause. */
    private boolean read(PooledBuffer buffer) throws IOException {
        try {
            boolean ended;
            do {
                ended = caution.isNeedless() ? readFreely(buffer) : readCarefully(buffer);
            } while (!ended && pause == null);
            return ended;
        } catch (UnreadException e) {
            pause = caution.failed(Operation.READ, e.failure());
            return false;
        }
    }

    /** Returns false if it had to stop before the end. */
    private boolean readFreely(PooledBuffer buffer) throws IOException {
        if (used == null) {
            if (strategy != ReadStrategy.MAPPED && !isKnownToBeLarge() && readOne(buffer)) {
                return true;
            }
            used = strategy == ReadStrategy.AUTO ? choose() : strategy;
        }
        if (used == ReadStrategy.MAPPED) {
            if (windows == null) {
                windows = new Windows(this, shared, file, reader);
            }
            windows.readOn(strategy == ReadStrategy.MAPPED ? 1 : buffer.capacity());
            if (pause != null) {
                // It is somebody else's turn: also if by now nobody waits for it any more.
                return false;
            }
            if (!windows.any()) {
                used = ReadStrategy.BUFFERED;
            }
        }
        return used == ReadStrategy.POOLED ? readPooled(buffer) : readBuffered(buffer);
    }

    private boolean readPooled(PooledBuffer buffer) throws IOException {
        while (!mustStop()) {
            if (readOne(buffer)) {
                return true;
            }
        }
        return false;
    }

    private boolean readBuffered(PooledBuffer buffer) throws IOException {
        ReadAheadGauge gauge = new ReadAheadGauge(settings.readAheadFrom().toNanos());
        while (!mustStop()) {
            long start = shared.vfs().nanoTime();
            int bytes = fill(buffer, position);
            long filled = shared.vfs().nanoTime();
            handOut(buffer, bytes);
            if (bytes < buffer.capacity()) {
                return true;
            }
            if (gauge.pays(filled - start, shared.vfs().nanoTime() - filled)
                    && new TwoBuffers(this, shared, gauge).readOn(buffer)) {
                return true;
            }
        }
        return false;
    }

    /** Reads a buffer and hands it out; returns whether the file ended. */
    private boolean readOne(PooledBuffer buffer) throws IOException {
        int bytes = fill(buffer, position);
        handOut(buffer, bytes);
        return bytes < buffer.capacity();
    }

    private boolean readCarefully(PooledBuffer buffer) throws IOException {
        while (true) {
            if (!caution.isPaid()) {
                paidBytes = around.readRate().isUnlimited()
                        ? buffer.capacity()
                        : (int) Math.min(buffer.capacity(), Math.max(0, size() - position));
            }
            if (!pay(paidBytes + owed)) {
                return false;
            }
            caution.attempt(Operation.READ);
            int bytes = fill(buffer, position);
            caution.answered();
            // The file may have grown meanwhile.
            owed = Math.max(0, bytes - paidBytes);
            handOut(buffer, bytes);
            if (bytes < buffer.capacity()) {
                return true;
            }
            if (isTurnOver() || caution.isNeedless()) {
                return false;
            }
        }
    }

    /** Returns false if there is a wait before the next call, which is then paid for. */
    private boolean pay(long bytes) {
        pause = caution.pay(bytes);
        return pause == null;
    }

    /** Then a first buffer, which tells small files from others, would only be read twice. */
    private boolean isKnownToBeLarge() {
        return strategy == ReadStrategy.AUTO && file.sizeWhenOpened() >= settings.mapFrom();
    }

    /** A file that changed just now may be one that is rewritten or cut short: those are not to be mapped. */
    private ReadStrategy choose() throws IOException {
        if (!reader.takesMappedMemory() || size() < settings.mapFrom()) {
            return ReadStrategy.BUFFERED;
        }
        FileStat stat = shared.vfs().stat(path);
        boolean atRest = !stat.modified()
                .plus(settings.mapAtRestFor())
                .isAfter(shared.vfs().now());
        return atRest ? ReadStrategy.MAPPED : ReadStrategy.BUFFERED;
    }

    long size() throws UnreadException {
        try {
            return file.size();
        } catch (IOException e) {
            throw new UnreadException(e);
        }
    }

    /** Reads until the buffer is full or the file ends; returns how many bytes. */
    int fill(PooledBuffer buffer, long from) throws IOException {
        ByteBuffer memory = buffer.memory().clear();
        int empty = 0;
        while (memory.hasRemaining()) {
            int read;
            try {
                read = file.read(memory, from + memory.position());
            } catch (IOException e) {
                throw new UnreadException(e);
            }
            if (read < 0) {
                break;
            }
            if (memory.hasRemaining() && from + memory.position() == file.sizeWhenOpened()) {
                // Nothing more, and that is how long it was: one call less for each small file. A short read
                // alone would not tell, it may also come before a place of the disk that cannot be read.
                break;
            }
            empty = read == 0 ? empty + 1 : 0;
            if (empty == MOST_EMPTY_READS) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "the file system read nothing " + MOST_EMPTY_READS + " times in a row at byte position "
                                + (from + memory.position()) + ", and did not say that the file ends there");
            }
        }
        return memory.position();
    }

    /** Hands out what a buffer holds, chunk by chunk. */
    void handOut(PooledBuffer buffer, int bytes) throws IOException {
        for (int from = 0; from < bytes; ) {
            stopIfCancelled();
            int to = Math.min(bytes, from + settings.chunkSize());
            reader.chunk(buffer.view(from, to), position);
            position += to - from;
            from = to;
        }
    }

    /** Bytes handed to the reader so far. */
    long position() {
        return position;
    }

    /** So many more bytes were handed to the reader. */
    void advance(int bytes) {
        position += bytes;
    }

    void stopIfCancelled() {
        if (result.isDone()) {
            throw new CancellationException("reading " + path + " was cancelled at byte " + position);
        }
    }
}
