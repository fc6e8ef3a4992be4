package io.sluice.source;

import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;

/** The bytes as they are. */
final class ByteValues implements RecordValues {

    @Override
    public Object make(byte[] bytes, int from, int to, long position) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    @Override
    public Schema schema() {
        return Schema.BYTES_SCHEMA;
    }

    @Override
    public String fault() {
        return null;
    }
}
