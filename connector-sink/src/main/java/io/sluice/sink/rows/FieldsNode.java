package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes structs, and maps that stand for one. A struct of another schema is projected: which of its fields goes where is
 * looked up once for each schema.
 */
final class FieldsNode implements ValueNode {
    /** A converter that makes a new schema for each record must not fill the memory. */
    private static final int MOST_PROJECTIONS = 1000;

    private final String path;
    private final Field[] fields;
    private final ValueNode[] nodes;
    private final String[] names;
    private final Map<String, Integer> indexes = new HashMap<>();

    private final IdentityHashMap<Schema, org.apache.kafka.connect.data.Field[]> projections = new IdentityHashMap<>();
    private Schema last;
    private org.apache.kafka.connect.data.Field[] lastProjection;

    FieldsNode(String path, Fields type) {
        this.path = path;
        this.fields = type.fields().toArray(Field[]::new);
        this.nodes = new ValueNode[fields.length];
        this.names = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            // As parsers of JSON have the keys of their maps, which are found sooner then.
            String name = fields[i].name().intern();
            names[i] = name;
            nodes[i] = ValueNode.of(path.isEmpty() ? name : path + "." + name, fields[i].type());
            indexes.put(name, i);
        }
    }

    @Override
    public void check(Object value) throws BadRecordException {
        Object[] unused = checked(value);
    }

    /**
     * The values of the fields, checked, so that they are looked up once. The array is a new one: to put references into an old one
     * costs more than to make it, as the collector has to hear of each.
     */
    Object[] checked(Object value) throws BadRecordException {
        Object[] values = new Object[fields.length];
        if (value instanceof Map<?, ?> map) {
            for (int i = 0; i < names.length; i++) {
                values[i] = checked(i, map.get(names[i]));
            }
        } else if (value instanceof Struct struct) {
            org.apache.kafka.connect.data.Field[] projection = projection(struct.schema());
            for (int i = 0; i < names.length; i++) {
                values[i] = checked(i, of(struct, projection, i));
            }
        } else {
            throw ScalarNode.unfit(path, value, "a struct");
        }
        return values;
    }

    private Object checked(int index, Object value) throws BadRecordException {
        if (value != null) {
            nodes[index].check(value);
        } else if (!fields[index].nullable()) {
            throw new BadRecordException(
                    "field " + (path.isEmpty() ? "" : path + ".") + names[index] + " is null, but it is required");
        }
        return value;
    }

    /** Whether there is a column for each value of a map, and of the maps in it. */
    boolean hasAllOf(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() == null) {
                continue;
            }
            Integer index = entry.getKey() instanceof String name ? indexes.get(name) : null;
            if (index == null || !hasAllOf(nodes[index], entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAllOf(ValueNode node, Object value) {
        // Lists of maps are rare, and looked at by inferring their types.
        return !(value instanceof Map<?, ?> map) || (node instanceof FieldsNode fields && fields.hasAllOf(map));
    }

    @Override
    public void write(RecordConsumer consumer, Object value) {
        consumer.startGroup();
        if (value instanceof Struct struct) {
            org.apache.kafka.connect.data.Field[] projection = projection(struct.schema());
            for (int i = 0; i < names.length; i++) {
                write(consumer, i, of(struct, projection, i));
            }
        } else {
            Map<?, ?> map = (Map<?, ?>) value;
            for (int i = 0; i < names.length; i++) {
                write(consumer, i, map.get(names[i]));
            }
        }
        consumer.endGroup();
    }

    /** Writes what {@link #checked} has returned as the first columns. */
    void writeColumns(RecordConsumer consumer, Object[] values) {
        for (int i = 0; i < names.length; i++) {
            write(consumer, i, values[i]);
        }
    }

    private void write(RecordConsumer consumer, int index, Object value) {
        if (value != null) {
            consumer.startField(names[index], index);
            nodes[index].write(consumer, value);
            consumer.endField(names[index], index);
        }
    }

    private Object of(Struct struct, org.apache.kafka.connect.data.Field[] projection, int index) {
        org.apache.kafka.connect.data.Field field = projection[index];
        return field == null ? fields[index].absent() : struct.get(field);
    }

    private org.apache.kafka.connect.data.Field[] projection(Schema schema) {
        if (schema == last) {
            return lastProjection;
        }
        org.apache.kafka.connect.data.Field[] projection = projections.get(schema);
        if (projection == null) {
            projection = new org.apache.kafka.connect.data.Field[fields.length];
            for (int i = 0; i < fields.length; i++) {
                projection[i] = schema.field(fields[i].name());
            }
            if (projections.size() >= MOST_PROJECTIONS) {
                projections.clear();
            }
            projections.put(schema, projection);
        }
        last = schema;
        lastProjection = projection;
        return projection;
    }
}
