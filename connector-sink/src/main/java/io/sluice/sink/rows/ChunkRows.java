package io.sluice.sink.rows;

import io.sluice.record.BadRow;
import io.sluice.record.ChunkHeaders;
import io.sluice.record.ChunkRowDecoder;
import io.sluice.record.MalformedChunkException;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Rows of a declared schema that are decoded from the bytes of a value: a chunk of lines, or a single one. A bad row becomes a
 * record of its own, with the key and the headers of the one that it was in.
 */
public final class ChunkRows implements RecordRows {
    private final ChunkRowDecoder decoder;
    private final DecodedRow row;
    private final Visitor visitor = new Visitor();

    public ChunkRows(RowDecoder decoder, MetadataColumns metadata) throws BadRecordException {
        this.decoder = new ChunkRowDecoder(decoder);
        this.row = new DecodedRow(decoder.schema(), RowShape.of(ConnectTypes.of(decoder.schema()), metadata));
    }

    @Override
    public void read(SinkRecord record, Rows rows) throws BadRecordException, IOException {
        byte[] bytes = DecodedRow.bytesOf(record.value());
        if (bytes == null) {
            throw new BadRecordException("the value is "
                    + (record.value() == null
                            ? "null"
                            : "a " + record.value().getClass().getName())
                    + ", but rows are decoded from bytes or text. Set value.converter to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        ChunkHeaders chunk = chunk(record);
        if (chunk != null && chunk.length() != bytes.length) {
            throw new BadRecordException("the record is a chunk of " + chunk.file() + " at offset " + chunk.offset()
                    + ", which should have " + chunk.length() + " bytes, and has " + bytes.length
                    + ". No transform and no converter may change it: set value.converter to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        long position = chunk == null ? 0 : chunk.offset();
        visitor.begin(record, bytes, position, rows);
        try {
            decoder.decode(bytes, chunk == null ? Optional.empty() : chunk.csvHeader(), position, visitor);
            visitor.rejectUnfit(position + bytes.length);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } finally {
            visitor.end();
        }
    }

    /** What the record is of its file; null if it is of none, and counts as the beginning of one. */
    private static ChunkHeaders chunk(SinkRecord record) throws BadRecordException {
        if (record.headers().lastWithName(ChunkHeaders.FILE_ID) == null) {
            return null;
        }
        try {
            ChunkHeaders chunk = ChunkHeaders.read(name -> {
                Header header = record.headers().lastWithName(name);
                return header == null ? null : DecodedRow.bytesOf(String.valueOf(text(header.value())));
            });
            if (chunk.framing() != ChunkHeaders.Framing.LINES) {
                throw new BadRecordException("the record is a chunk of " + chunk.file() + " that was cut anywhere,"
                        + " so it has no whole rows. Set framing=line-chunks at the source");
            }
            return chunk;
        } catch (MalformedChunkException malformed) {
            throw new BadRecordException(malformed.getMessage());
        }
    }

    /** Connect's simple header converter makes numbers of what looks like one. */
    private static Object text(Object value) {
        byte[] bytes = DecodedRow.bytesOf(value);
        return bytes == null ? value : new String(bytes, StandardCharsets.UTF_8);
    }

    private final class Visitor implements RowVisitor {
        private SinkRecord record;
        private byte[] bytes;
        private long position;
        private Rows rows;
        private long rowAt;

        /** Why the row at {@link #rowAt} goes nowhere, until it is known where it ends: where the next one begins. */
        private BadRecordException unfit;

        void begin(SinkRecord of, byte[] its, long at, Rows to) {
            record = of;
            bytes = its;
            position = at;
            rows = to;
            unfit = null;
            row.of(of);
        }

        void end() {
            record = null;
            bytes = null;
        }

        void rejectUnfit(long to) {
            if (unfit != null) {
                String reason = unfit.getMessage();
                unfit = null;
                reject(rowAt, (int) (to - rowAt), reason);
            }
        }

        @Override
        public void beginRow(long at, int number) {
            rejectUnfit(at);
            rowAt = at;
            row.begin();
        }

        @Override
        public void nullValue(int column) {
            // What is not set is null.
        }

        @Override
        public void booleanValue(int column, boolean value) {
            row.set(column, value ? 1 : 0);
        }

        @Override
        public void longValue(int column, long value) {
            row.set(column, value);
        }

        @Override
        public void doubleValue(int column, double value) {
            row.set(column, Double.doubleToRawLongBits(value));
        }

        @Override
        public void decimalValue(int column, long unscaled) {
            row.set(column, unscaled);
        }

        @Override
        public void wideDecimalValue(int column, long high, long low) {
            row.set(column, high, low);
        }

        @Override
        public void bytesValue(int column, byte[] buffer, int offset, int length) {
            row.set(column, buffer, offset, length);
        }

        @Override
        public void uuidValue(int column, long mostSignificant, long leastSignificant) {
            row.set(column, mostSignificant, leastSignificant);
        }

        @Override
        public void endRow() {
            try {
                rows.row(row);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (BadRecordException hasNoPlace) {
                unfit = hasNoPlace;
            }
        }

        @Override
        public void badRow(BadRow fault) {
            rejectUnfit(fault.position());
            reject(fault.position(), fault.length(), fault.message());
        }

        private void reject(long at, int length, String reason) {
            int from = (int) (at - position);
            SinkRecord part = new SinkRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    Schema.BYTES_SCHEMA,
                    Arrays.copyOfRange(bytes, from, from + length),
                    record.kafkaOffset(),
                    record.timestamp(),
                    record.timestampType(),
                    record.headers());
            try {
                rows.bad(part, reason);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
