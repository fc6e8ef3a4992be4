package io.sluice.sink.rows;

import io.sluice.record.RowSchema;
import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A row for each record, of what Connect's converter made of it: a struct, a map without a schema, or a single value, which
 * becomes the column {@value #VALUE}. The columns are the union of all schemas that have come, so records of an older schema
 * between those of a newer one go into the same files.
 */
public final class ValueRows implements RecordRows {
    private static final String VALUE = "value";

    /** A converter that makes a new schema for each record must not fill the memory. */
    private static final int MOST_KNOWN = 1000;

    private final MetadataColumns metadata;
    private final boolean evolves;
    private final RowShape declared;

    /** Schemas whose structs the shape takes. */
    private final Set<Schema> known = Collections.newSetFromMap(new IdentityHashMap<>());

    private RowShape shape;
    private Schema last;

    /**
     * Rows for the records of a partition.
     *
     * @param columns of maps, null if they are inferred
     * @param evolves whether columns may be added and widened; if not, another schema than the first is a bad record
     */
    public ValueRows(MetadataColumns metadata, RowSchema columns, boolean evolves) throws BadRecordException {
        this.metadata = metadata;
        this.evolves = evolves;
        this.declared = columns == null ? null : RowShape.of(ConnectTypes.of(columns), metadata);
    }

    @Override
    public void read(SinkRecord record, Rows rows) throws BadRecordException, IOException {
        Object value = record.value();
        if (value instanceof Map<?, ?> map) {
            rows.row(rowOf(record, map));
        } else if (value instanceof Struct struct) {
            rows.row(rowOf(record, struct, shapeFor(struct.schema())));
        } else if (value == null) {
            RowShape nulls = shapeOfNulls();
            rows.row(rowOf(record, Map.of(), nulls));
        } else {
            Map<String, Object> single = Map.of(VALUE, value);
            rows.row(rowOf(record, record.valueSchema(), single));
        }
    }

    private static Row rowOf(SinkRecord record, Object value, RowShape shape) throws BadRecordException {
        return new ObjectRow(record, value, shape.node().checked(value), shape);
    }

    @Override
    public void forget() {
        shape = null;
        last = null;
        known.clear();
    }

    private RowShape shapeFor(Schema schema) throws BadRecordException {
        if (schema == last) {
            return shape;
        }
        if (!known.contains(schema)) {
            extend(ConnectTypes.of(schema), false);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.add(schema);
        }
        last = schema;
        return shape;
    }

    private Row rowOf(SinkRecord record, Map<?, ?> map) throws BadRecordException {
        if (declared != null) {
            return rowOf(record, map, declared);
        }
        if (shape != null && shape.node().hasAllOf(map)) {
            try {
                return rowOf(record, map, shape);
            } catch (BadRecordException unfit) {
                // A wider column may take it.
            }
        }
        Fields inferred = InferredTypes.of(map);
        if (inferred != null) {
            extend(inferred, true);
        } else if (shape == null) {
            throw new BadRecordException("the value has no field with a value, and nothing is known of its columns yet."
                    + " Declare them with schema");
        }
        return rowOf(record, map, shape);
    }

    private Row rowOf(SinkRecord record, Schema schema, Map<String, Object> single) throws BadRecordException {
        if (schema == null) {
            return rowOf(record, single);
        }
        if (schema != last) {
            Schema struct = SchemaBuilder.struct().field(VALUE, schema).build();
            extend(ConnectTypes.of(struct), false);
            last = schema;
        }
        return rowOf(record, single, shape);
    }

    /** The shape, with every column nullable. */
    private RowShape shapeOfNulls() throws BadRecordException {
        if (shape == null && declared == null) {
            throw new BadRecordException("the value is null, and nothing is known of its columns yet, so there is no"
                    + " row of nulls. Declare the columns with schema, or set tombstones to skip");
        }
        Fields fields = (declared == null ? shape : declared).fields();
        extend(
                new Fields(fields.fields().stream()
                        .map(field -> new Field(field.name(), field.type(), true, null))
                        .toList()),
                false);
        return shape;
    }

    private void extend(Fields more, boolean inferred) throws BadRecordException {
        if (shape == null) {
            shape = RowShape.of(more, metadata);
            return;
        }
        Fields union = new TypeUnion(inferred).of(shape.fields(), more);
        if (union.equals(shape.fields())) {
            return;
        }
        if (!evolves) {
            throw BadRecordException.incompatible(
                    "the schema changed from " + shape.fields() + " to " + more + ", and schema.evolution is none");
        }
        shape = RowShape.of(union, metadata);
    }
}
