package io.sluice.source;

import io.sluice.record.CsvRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** One row as a struct. */
final class RowValues implements RecordValues {

    private final RowDecoder decoder;

    /** The same, where a header names the columns; else null. */
    private final CsvRows header;

    private final Schema schema;
    private final StructRows rows;
    private final Field keyField;
    private String fault;

    /**
     * @param learnsHeaders whether the decoder is one of CSV that learns its columns from headers
     * @param keyColumn the column that is the key, or null
     * @param timeColumn the column that says when a row happened, or null
     */
    RowValues(RowDecoder decoder, boolean learnsHeaders, Schema schema, String keyColumn, String timeColumn) {
        RowSchema declared = decoder.schema();
        this.decoder = decoder;
        this.header = learnsHeaders ? (CsvRows) decoder : null;
        this.schema = schema;
        this.rows = new StructRows(declared, schema, timeColumn == null ? -1 : declared.indexOf(timeColumn));
        this.keyField = keyColumn == null ? null : schema.field(keyColumn);
    }

    @Override
    public void learn(ByteBuffer prologue) {
        if (header != null && prologue.hasRemaining()) {
            byte[] bytes = new byte[prologue.remaining()];
            prologue.get(bytes);
            int unused = header.learnHeader(bytes, 0, bytes.length);
        }
    }

    @Override
    public Object make(byte[] bytes, int from, int to, long position) {
        fault = null;
        rows.clear();
        decoder.decode(bytes, from, to - from, position, rows);
        if (rows.bad() != null) {
            fault = rows.bad().message();
            return null;
        }
        if (rows.rows() > 1) {
            fault = "it holds " + rows.rows() + " rows, where one is expected";
            return null;
        }
        return rows.row();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public boolean hasTime() {
        return rows.hasTime();
    }

    @Override
    public long millis() {
        return rows.millis();
    }

    @Override
    public Schema keySchema() {
        return keyField == null ? null : keyField.schema();
    }

    @Override
    public Object key(Object value) {
        return ((Struct) value).get(keyField);
    }
}
