package io.sluice.sink.rows;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Takes rows that have no groups and no lists, and hands each value to its column. parquet-java's own consumer follows a tree from
 * field to field and back, which costs about as much as the columns do. One thread at a time, as the file.
 */
final class FlatConsumer extends RecordConsumer {
    private final ColumnWriteStore store;
    private final ColumnWriter[] columns;

    /** The definition level of a value, which says that there is one. */
    private final int[] levels;

    /** Of the columns, those that the row has a value of. */
    private final boolean[] written;

    private int values;
    private int column;

    private FlatConsumer(ColumnWriteStore store, MessageType type) {
        this.store = store;
        this.columns = new ColumnWriter[type.getFieldCount()];
        this.levels = new int[columns.length];
        this.written = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            ColumnDescriptor descriptor = type.getColumns().get(i);
            columns[i] = store.getColumnWriter(descriptor);
            levels[i] = descriptor.getMaxDefinitionLevel();
        }
    }

    /**
     * In the place of parquet-java's consumer, to which nothing must be given any more.
     *
     * @return empty if the columns are not flat, or the consumer does not tell where its columns are: then it has to do
     */
    static Optional<FlatConsumer> insteadOf(RecordConsumer consumer, MessageType type) {
        boolean flat = type.getFields().stream()
                .allMatch(field -> field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED));
        return flat ? storeOf(consumer).map(store -> new FlatConsumer(store, type)) : Optional.empty();
    }

    /** There is no other way to it: parquet-java makes store and consumer at once, and gives the consumer away only. */
    private static Optional<ColumnWriteStore> storeOf(RecordConsumer consumer) {
        try {
            for (Field field : consumer.getClass().getDeclaredFields()) {
                if (field.getType() == ColumnWriteStore.class) {
                    field.setAccessible(true);
                    return Optional.of((ColumnWriteStore) field.get(consumer));
                }
            }
        } catch (ReflectiveOperationException | RuntimeException hidden) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public void startMessage() {
        if (values > 0) {
            Arrays.fill(written, false);
            values = 0;
        }
    }

    @Override
    public void endMessage() {
        if (values < columns.length) {
            for (int i = 0; i < columns.length; i++) {
                if (!written[i]) {
                    columns[i].writeNull(0, 0);
                }
            }
        }
        store.endRecord();
    }

    @Override
    public void startField(String field, int index) {
        column = index;
    }

    @Override
    public void endField(String field, int index) {
        // There is nothing to go back to.
    }

    @Override
    public void startGroup() {
        throw new IllegalStateException("column " + column + " has a group, though no column is one");
    }

    @Override
    public void endGroup() {
        throw new IllegalStateException("column " + column + " has a group, though no column is one");
    }

    private ColumnWriter next() {
        written[column] = true;
        values++;
        return columns[column];
    }

    @Override
    public void addInteger(int value) {
        next().write(value, 0, levels[column]);
    }

    @Override
    public void addLong(long value) {
        next().write(value, 0, levels[column]);
    }

    @Override
    public void addBoolean(boolean value) {
        next().write(value, 0, levels[column]);
    }

    @Override
    public void addBinary(Binary value) {
        next().write(value, 0, levels[column]);
    }

    @Override
    public void addFloat(float value) {
        next().write(value, 0, levels[column]);
    }

    @Override
    public void addDouble(double value) {
        next().write(value, 0, levels[column]);
    }
}
