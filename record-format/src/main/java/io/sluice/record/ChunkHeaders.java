package io.sluice.record;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The headers of a chunk record: which bytes of which file its value holds. The contract is {@code
 * deploy/topics/chunks.md}. An immutable value, free to share.
 *
 * @param file the file's path as the source saw it
 * @param fileId what the file is, whatever its name: stable across renames, another for each generation
 * @param offset the position of the value's first byte in the file
 * @param length how many bytes the value has; 0 only in the last chunk
 * @param index the chunk's number in the file, from 0
 * @param framing where the file was cut
 * @param end what the last chunk of a completed file tells of the whole; empty in all others
 * @param csvHeader the file's first bytes up to behind the row that names its columns, in base64; empty if they were not asked for
 */
public record ChunkHeaders(
        String file,
        String fileId,
        long offset,
        int length,
        long index,
        Framing framing,
        Optional<FileEnd> end,
        Optional<String> csvHeader) {

    public static final String FILE = "sluice.file";
    public static final String FILE_ID = "sluice.file.id";
    public static final String OFFSET = "sluice.offset";
    public static final String LENGTH = "sluice.length";
    public static final String INDEX = "sluice.index";
    public static final String FRAMING = "sluice.framing";
    public static final String LAST = "sluice.last";
    public static final String CHUNKS = "sluice.chunks";
    public static final String SHA256 = "sluice.sha256";
    public static final String CSV_HEADER = "sluice.csv.header";

    /** Where a file is cut into chunks. */
    public enum Framing {
        /** Anywhere. */
        BYTES("bytes"),
        /** Behind line ends only: a chunk is whole lines. Only the file's last line may lack its end. */
        LINES("lines");

        private final String text;

        Framing(String text) {
            this.text = text;
        }

        /** The header's value. */
        public String text() {
            return text;
        }
    }

    /**
     * What is known once a file is complete.
     *
     * @param chunks how many chunks it was cut into
     * @param sha256 the SHA-256 of the whole file, 64 hexadecimal digits in lower case
     */
    public record FileEnd(long chunks, String sha256) {

        /** Checks both. */
        public FileEnd {
            if (chunks < 1) {
                throw new MalformedChunkException(CHUNKS + " is " + chunks + "; allowed is 1 or more");
            }
            if (!isSha256(sha256)) {
                throw new MalformedChunkException(
                        SHA256 + " is '" + sha256 + "'; expected 64 hexadecimal digits in lower case");
            }
        }
    }

    /** Checks what can be checked without the other chunks. */
    public ChunkHeaders {
        Objects.requireNonNull(framing, "framing");
        check(!file.isEmpty(), FILE, "is empty", file, offset);
        check(!fileId.isEmpty(), FILE_ID, "is empty", file, offset);
        check(offset >= 0, OFFSET, "is " + offset + "; allowed is 0 or more", file, offset);
        check(length >= 0, LENGTH, "is " + length + "; allowed is 0 or more", file, offset);
        check(offset <= Long.MAX_VALUE - length, LENGTH, "is " + length + ", beyond the largest file", file, offset);
        check(index >= 0, INDEX, "is " + index + "; allowed is 0 or more", file, offset);
        check(
                index > 0 || offset == 0,
                INDEX,
                "is 0, but the chunk does not begin at the file's first byte",
                file,
                offset);
        check(
                index <= offset,
                INDEX,
                "is " + index + ", but so many chunks do not fit before the offset: each has a byte at least",
                file,
                offset);
        check(length > 0 || end.isPresent(), LENGTH, "is 0; only a last chunk may be empty", file, offset);
        if (end.isPresent()) {
            long chunks = end.get().chunks();
            check(chunks == index + 1, CHUNKS, "is " + chunks + ", but the last index is " + index, file, offset);
        }
    }

    /** Of a chunk that does not say what its file's columns are called. */
    public ChunkHeaders(
            String file, String fileId, long offset, int length, long index, Framing framing, Optional<FileEnd> end) {
        this(file, fileId, offset, length, index, framing, end, Optional.empty());
    }

    /** Whether a record with these headers is meant to be a chunk: it has a file id. */
    public static boolean areIn(Function<String, byte[]> headers) {
        return headers.apply(FILE_ID) != null;
    }

    /**
     * Reads the headers of a record.
     *
     * @param headers gives a header's value by its name, or null; with Kafka's {@code Headers}, the last of that name
     * @throws MalformedChunkException if a header is missing or wrong
     */
    public static ChunkHeaders read(Function<String, byte[]> headers) {
        return new ChunkHeaderReader(headers).read();
    }

    /** Hands over each header's name and value, in a fixed order. */
    public void write(BiConsumer<String, byte[]> target) {
        put(target, FILE, file);
        put(target, FILE_ID, fileId);
        put(target, OFFSET, Long.toString(offset));
        put(target, LENGTH, Integer.toString(length));
        put(target, INDEX, Long.toString(index));
        put(target, FRAMING, framing.text());
        end.ifPresent(whole -> {
            put(target, LAST, "true");
            put(target, CHUNKS, Long.toString(whole.chunks()));
            put(target, SHA256, whole.sha256());
        });
        csvHeader.ifPresent(bytes -> put(target, CSV_HEADER, bytes));
    }

    /** Whether this is the last chunk of a completed file. */
    public boolean isLast() {
        return end.isPresent();
    }

    /** The position behind the value's last byte. */
    public long endOffset() {
        return offset + length;
    }

    private static void put(BiConsumer<String, byte[]> target, String name, String value) {
        target.accept(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSha256(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static void check(boolean good, String header, String fault, String file, long offset) {
        if (!good) {
            throw new MalformedChunkException(
                    "chunk of file '" + file + "' at offset " + offset + ": " + header + " " + fault);
        }
    }
}
