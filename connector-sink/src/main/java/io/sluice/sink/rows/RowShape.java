package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.parquet.schema.MessageType;

/**
 * The columns that rows are written to: those of the values, and behind them those of where they came from. Files of one shape
 * take rows of one shape. Its nodes belong to the thread of its partition.
 */
public final class RowShape {
    private final Fields fields;
    private final MetadataColumns metadata;
    private final MessageType type;
    private final String id;
    private final FieldsNode node;

    private RowShape(Fields fields, MetadataColumns metadata, MessageType type) {
        this.fields = fields;
        this.metadata = metadata;
        this.type = type;
        this.node = new FieldsNode("", fields);
        CRC32C crc = new CRC32C();
        crc.update(type.toString().getBytes(StandardCharsets.UTF_8));
        this.id = String.format("%08x", crc.getValue());
    }

    static RowShape of(Fields fields, MetadataColumns metadata) throws BadRecordException {
        List<Field> all = new ArrayList<>(fields.fields());
        all.addAll(metadata.fields());
        Set<String> names = new HashSet<>();
        for (Field field : all) {
            if (!names.add(field.name())) {
                throw BadRecordException.incompatible("the value has a field " + field.name()
                        + ", which is also the name of a metadata column. Set another metadata.prefix");
            }
        }
        return new RowShape(fields, metadata, ParquetTypes.message(new Fields(all)));
    }

    Fields fields() {
        return fields;
    }

    FieldsNode node() {
        return node;
    }

    MetadataColumns metadata() {
        return metadata;
    }

    public MessageType type() {
        return type;
    }

    public int columns() {
        return type.getPaths().size();
    }

    /** What tells its columns from other ones, also in another process. */
    public String id() {
        return id;
    }
}
