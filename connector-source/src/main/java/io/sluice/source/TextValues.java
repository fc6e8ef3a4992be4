package io.sluice.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.apache.kafka.connect.data.Schema;

/** Text. Bytes that are none in the charset are a fault, and never replaced by another character. */
final class TextValues implements RecordValues {

    /** What the JDK puts where it cannot decode; it may also stand in the text. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Charset charset;
    private final CharsetDecoder strict;
    private String fault;

    TextValues(Charset charset) {
        this.charset = charset;
        strict = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public Object make(byte[] bytes, int from, int to, long position) {
        fault = null;
        String text = new String(bytes, from, to - from, charset);
        if (text.indexOf(REPLACEMENT) >= 0 && !isText(bytes, from, to, position)) {
            return null;
        }
        return text;
    }

    private boolean isText(byte[] bytes, int from, int to, long position) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(1024);
        try {
            strict.reset();
            while (true) {
                var result = strict.decode(in, out, true);
                if (!result.isOverflow()) {
                    if (result.isError()) {
                        result.throwException();
                    }
                    return true;
                }
                out.clear();
            }
        } catch (CharacterCodingException e) {
            fault = "no " + charset.name() + " at byte " + (position + in.position() - from) + ": 0x"
                    + Integer.toHexString(bytes[in.position()] & 0xFF);
            return false;
        }
    }

    @Override
    public Schema schema() {
        return Schema.STRING_SCHEMA;
    }

    @Override
    public String fault() {
        return fault;
    }
}
