package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.text.LineBuffer;
import io.sluice.io.text.TextCoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Text over an {@link OpenFile}. Reads a chunk ahead of the cursor; what was read ahead counts only while the cursor is
 * where it was left and nothing was written since. Its fields are touched in the file's lane only.
 */
final class FileText implements AsyncText {
    private final OpenFile file;
    private final Charset charset;
    private final Cursor cursor;
    private final FileSystemSettings settings;

    private LineBuffer lines;
    private long changesSeen;

    FileText(OpenFile file, Charset charset) {
        this.file = file;
        this.charset = charset;
        this.cursor = file.cursor();
        this.settings = file.settings();
    }

    @Override
    public CompletableFuture<Optional<String>> readLine() {
        return file.sequential(
                Operation.READ,
                0,
                new ReadLines<>(1, read -> read.isEmpty() ? Optional.empty() : Optional.of(read.get(0))));
    }

    @Override
    public CompletableFuture<List<String>> readLines(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("max: " + max + " is negative");
        }
        return file.sequential(Operation.READ, 0, new ReadLines<>(max, read -> read));
    }

    /**
     * Takes lines, from what was read ahead if that is enough; else it is made again with the weight of a chunk, and goes on.
     * The cursor moves at the end only: a call that fails or is cancelled leaves it, and with it nothing is skipped.
     */
    private final class ReadLines<T> implements Task.Call<T> {
        private final int max;
        private final Function<List<String>, T> result;
        private final List<String> read = new ArrayList<>();
        private boolean begun;
        private boolean mayRead;

        ReadLines(int max, Function<List<String>, T> result) {
            this.max = max;
            this.result = result;
        }

        @Override
        public T make() throws IOException, Task.Heavier {
            if (!begun
                    && (lines == null || lines.position() != cursor.position || changesSeen != cursor.changes.get())) {
                mustWeigh();
                lines = LineFeed.open(file.file(), cursor.position, charset, settings);
                changesSeen = cursor.changes.get();
            }
            begun = true;
            while (read.size() < max && nextLine()) {
                read.add(lines.text());
            }
            cursor.position = lines.position();
            return result.apply(read);
        }

        private boolean nextLine() throws IOException, Task.Heavier {
            while (!lines.next()) {
                mustWeigh();
                int count = Transfers.readSome(file.file(), lines.space(), lines.readPosition());
                if (count < 0) {
                    return lines.rest();
                }
                lines.filled(count);
            }
            return true;
        }

        private void mustWeigh() throws Task.Heavier {
            if (!mayRead) {
                mayRead = true;
                throw new Task.Heavier(settings.chunkBytes());
            }
        }
    }

    @Override
    public CompletableFuture<String> readAll() {
        return file.rest((content, position) ->
                TextCoding.decode(file.path().toString(), content, position, decidedCharset(position)));
    }

    /** The charset with its byte order, which the first bytes of the file decide even when reading begins further on. */
    private Charset decidedCharset(long position) throws IOException {
        return position == 0 ? charset : LineFeed.decide(file.file(), charset);
    }

    @Override
    public CompletableFuture<Void> write(CharSequence text) {
        byte[] encoded;
        try {
            encoded = TextCoding.encode(text, charset);
        } catch (CharacterCodingException e) {
            return CompletableFuture.failedFuture(cannotWrite(e));
        }
        return file.sequential(Operation.WRITE, encoded.length, () -> {
            LineWriter writer = new LineWriter();
            writer.add(encoded);
            writer.finish();
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> writeAllLines(Iterable<? extends CharSequence> all) {
        return file.sequential(Operation.WRITE, settings.chunkBytes(), new WriteLines(all));
    }

    /** Writes lines, and goes on where it was if it is made again: the lines may be there to be taken only once. */
    private final class WriteLines implements Task.Call<Void> {
        private final Iterable<? extends CharSequence> all;
        private Iterator<? extends CharSequence> lines;
        private LineWriter writer;
        private byte[] taken;

        WriteLines(Iterable<? extends CharSequence> all) {
            this.all = all;
        }

        @Override
        public Void make() throws IOException {
            if (lines == null) {
                lines = all.iterator();
                writer = new LineWriter();
            }
            while (taken != null || lines.hasNext()) {
                if (taken == null) {
                    taken = encoded(lines.next());
                }
                writer.add(taken);
                taken = null;
            }
            writer.finish();
            return null;
        }

        private byte[] encoded(CharSequence line) throws CharacterCodingException {
            try {
                return TextCoding.encode(line + "\n", charset);
            } catch (CharacterCodingException e) {
                throw cannotWrite(e);
            }
        }
    }

    private CharacterCodingException cannotWrite(CharacterCodingException cause) {
        CharacterCodingException error = new CharacterCodingException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                return file.path() + ": the text has a character that " + charset.name() + " cannot write; use UTF-8";
            }
        };
        error.initCause(cause);
        return error;
    }

    /** Gathers encoded text into chunks and writes them; moves the cursor only when all is written. In the lane. */
    private final class LineWriter {
        private final ByteBuffer gathered = ByteBuffer.allocate(settings.chunkBytes());

        private long written = cursor.position;
        /** Whether what was gathered waits to be written, also after a failure. */
        private boolean draining;

        LineWriter() throws IOException {
            if (written == 0) {
                add(TextCoding.mark(charset));
            }
        }

        void add(byte[] encoded) throws IOException {
            if (draining || encoded.length > gathered.remaining()) {
                drain();
            }
            if (encoded.length > gathered.remaining()) {
                append(ByteBuffer.wrap(encoded));
            } else {
                gathered.put(encoded);
            }
        }

        void finish() throws IOException {
            drain();
            cursor.position = written;
        }

        private void drain() throws IOException {
            if (!draining) {
                gathered.flip();
                draining = true;
            }
            append(gathered);
            gathered.clear();
            draining = false;
        }

        private void append(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            file.writeInLane(bytes, written);
            written += count;
        }
    }
}
