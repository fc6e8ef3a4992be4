package io.sluice.sink.parquet;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Rows as parquet-java's own {@link Group}: slow, but any schema, for whoever looks into files and for programs without a row
 * type of their own. One thread at a time.
 */
public final class GroupRows {
    private GroupRows() {}

    /** Writes groups of the given schema. */
    public static WriteSupport<Group> writing(MessageType schema) {
        return new Writing(schema);
    }

    /** Reads up to {@code limit} rows, in their order. */
    public static void read(ByteSource source, long limit, Consumer<Group> rows) throws IOException {
        read(source, limit, UnaryOperator.identity(), rows);
    }

    /**
     * Reads some columns of up to {@code limit} rows, in their order.
     *
     * @param columns makes of the file's schema the part of it that is read
     */
    public static void read(ByteSource source, long limit, UnaryOperator<MessageType> columns, Consumer<Group> rows)
            throws IOException {
        try (ParquetFileReader reader = RowFile.reader(source)) {
            MessageType schema = columns.apply(reader.getFileMetaData().getSchema());
            if (schema.getFieldCount() == 0) {
                return;
            }
            reader.setRequestedSchema(schema);
            MessageColumnIO read = new ColumnIOFactory().getColumnIO(schema);
            long left = limit;
            PageReadStore pages = left > 0 ? reader.readNextRowGroup() : null;
            while (pages != null) {
                RecordReader<Group> records = read.getRecordReader(pages, new GroupRecordConverter(schema));
                long here = Math.min(left, pages.getRowCount());
                for (long row = 0; row < here; row++) {
                    rows.accept(records.read());
                }
                left -= here;
                pages = left > 0 ? reader.readNextRowGroup() : null;
            }
        } catch (RuntimeException damaged) {
            throw new IOException(source.name() + ": cannot be read as rows (" + damaged.getMessage() + ")", damaged);
        }
    }

    private static final class Writing extends WriteSupport<Group> {
        private final MessageType schema;
        private GroupWriter writer;

        Writing(MessageType schema) {
            this.schema = schema;
        }

        // Abstract in the parent, and not called where the configuration is plain.
        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration hadoops) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration plain) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            writer = new GroupWriter(consumer, schema);
        }

        @Override
        public void write(Group row) {
            writer.write(row);
        }
    }
}
