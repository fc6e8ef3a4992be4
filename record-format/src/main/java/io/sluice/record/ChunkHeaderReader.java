package io.sluice.record;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Reads one record's chunk headers, once, and names the header that is missing or wrong. */
final class ChunkHeaderReader {

    private final Function<String, byte[]> headers;

    ChunkHeaderReader(Function<String, byte[]> headers) {
        this.headers = headers;
    }

    ChunkHeaders read() {
        return new ChunkHeaders(
                required(ChunkHeaders.FILE),
                required(ChunkHeaders.FILE_ID),
                number(ChunkHeaders.OFFSET, Long.MAX_VALUE),
                (int) number(ChunkHeaders.LENGTH, Integer.MAX_VALUE),
                number(ChunkHeaders.INDEX, Long.MAX_VALUE),
                framing(),
                end(),
                csvHeader());
    }

    private Optional<String> csvHeader() {
        Optional<String> text = text(ChunkHeaders.CSV_HEADER);
        text.ifPresent(base64 -> {
            try {
                byte[] unused = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw fault(ChunkHeaders.CSV_HEADER, "is no base64: " + e.getMessage());
            }
        });
        return text;
    }

    private ChunkHeaders.Framing framing() {
        String text = required(ChunkHeaders.FRAMING);
        for (ChunkHeaders.Framing framing : ChunkHeaders.Framing.values()) {
            if (framing.text().equals(text)) {
                return framing;
            }
        }
        throw fault(ChunkHeaders.FRAMING, "is '" + text + "'; allowed are bytes and lines");
    }

    private Optional<ChunkHeaders.FileEnd> end() {
        Optional<String> last = text(ChunkHeaders.LAST);
        if (last.isEmpty()) {
            for (String name : new String[] {ChunkHeaders.CHUNKS, ChunkHeaders.SHA256}) {
                if (text(name).isPresent()) {
                    throw fault(name, "belongs to a last chunk only, and " + ChunkHeaders.LAST + " is missing");
                }
            }
            return Optional.empty();
        }
        if (!last.get().equals("true")) {
            throw fault(ChunkHeaders.LAST, "is '" + last.get() + "'; allowed is true, or no such header");
        }
        return Optional.of(
                new ChunkHeaders.FileEnd(number(ChunkHeaders.CHUNKS, Long.MAX_VALUE), required(ChunkHeaders.SHA256)));
    }

    private long number(String name, long most) {
        String text = required(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean digits = bytes.length > 0 && bytes.length <= 19;
        for (byte value : bytes) {
            digits &= value >= '0' && value <= '9';
        }
        // Nineteen digits overflow to a negative number at worst.
        long value = digits ? unsigned(bytes) : -1;
        if (value < 0 || value > most) {
            throw fault(name, "is '" + text + "'; allowed is a whole number from 0 to " + most);
        }
        return value;
    }

    private static long unsigned(byte[] digits) {
        long value = 0;
        for (byte digit : digits) {
            value = value * 10 + (digit - '0');
        }
        return value;
    }

    private String required(String name) {
        return text(name).orElseThrow(() -> fault(name, "is missing"));
    }

    private Optional<String> text(String name) {
        byte[] value = headers.apply(name);
        if (value == null) {
            return Optional.empty();
        }
        if (Utf8.firstMalformed(value, 0, value.length) >= 0) {
            throw fault(name, "is not UTF-8: " + Excerpt.of(value, 0, value.length));
        }
        return Optional.of(new String(value, StandardCharsets.UTF_8));
    }

    private MalformedChunkException fault(String name, String what) {
        byte[] file = headers.apply(ChunkHeaders.FILE);
        String which = file == null ? "" : " of file " + Excerpt.of(file, 0, file.length);
        return new MalformedChunkException("chunk" + which + ": header " + name + " " + what);
    }
}
