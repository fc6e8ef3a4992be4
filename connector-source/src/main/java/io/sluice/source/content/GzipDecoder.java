package io.sluice.source.content;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** gzip by the JDK's own inflater. Zeros behind a member are padding, as of tapes. One thread at a time. */
final class GzipDecoder implements Decoder {

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xE0;

    private final FileInput input;
    private final Inflater inflater;
    private final CRC32 checksum = new CRC32();

    /** @param inflater one for raw data, which {@link #close} ends */
    GzipDecoder(FileInput input, Inflater inflater) {
        this.input = input;
        this.inflater = inflater;
    }

    @Override
    public boolean begin() throws IOException {
        long start = input.position();
        try {
            while (input.more() && input.byteAt(0) == 0) {
                input.consume(1);
            }
            if (!input.more()) {
                return false;
            }
            readHeader();
        } catch (IOException e) {
            input.seek(start);
            throw e;
        }
        inflater.reset();
        checksum.reset();
        return true;
    }

    private void readHeader() throws IOException {
        if (input.byteAt(0) != 0x1F) {
            throw new BrokenFormatException("no gzip member begins there");
        }
        input.require(HEADER_BYTES);
        if (input.byteAt(1) != 0x8B || input.byteAt(2) != 8) {
            throw new BrokenFormatException("no gzip member begins there");
        }
        int flags = input.byteAt(3);
        if ((flags & RESERVED) != 0) {
            throw new BrokenFormatException("the member's header has flags that gzip does not know");
        }
        CRC32 header = new CRC32();
        for (int i = 0; i < HEADER_BYTES; i++) {
            header.update(input.takeByte());
        }
        if ((flags & EXTRA) != 0) {
            int low = take(header);
            for (int left = low | take(header) << 8; left > 0; left--) {
                take(header);
            }
        }
        for (int texts = Integer.bitCount(flags & (NAME | COMMENT)); texts > 0; texts--) {
            int last;
            do {
                last = take(header);
            } while (last != 0);
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            int low = input.takeByte();
            if ((low | input.takeByte() << 8) != (header.getValue() & 0xFFFF)) {
                throw new BrokenFormatException("the checksum of the member's header does not hold");
            }
        }
    }

    private int take(CRC32 header) throws IOException {
        int taken = input.takeByte();
        header.update(taken);
        return taken;
    }

    @Override
    public int decode(byte[] target, int from, int to) throws IOException {
        try {
            while (!inflater.finished()) {
                // Empty input is no reason to ask the file: the inflater may hold more than fitted into the last
                // target.
                int given = input.available();
                inflater.setInput(input.array(), input.next(), given);
                int inflated = inflater.inflate(target, from, to - from);
                input.consume(given - inflater.getRemaining());
                if (inflated > 0) {
                    checksum.update(target, from, inflated);
                    return inflated;
                }
                if (inflater.needsDictionary()) {
                    throw new BrokenFormatException("it needs a dictionary, which gzip has not");
                }
                if (!inflater.finished()) {
                    input.require();
                }
            }
        } catch (DataFormatException e) {
            throw new BrokenFormatException(String.valueOf(e.getMessage()), e);
        }
        input.require(TRAILER_BYTES);
        if (input.intAt(0) != (int) checksum.getValue()) {
            throw new BrokenFormatException("the member's checksum does not hold");
        }
        if (input.intAt(4) != (int) inflater.getBytesWritten()) {
            throw new BrokenFormatException("the member's size does not hold");
        }
        input.consume(TRAILER_BYTES);
        return -1;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
