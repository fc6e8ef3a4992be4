package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Mapping;
import java.util.Map;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes maps. */
final class MapNode implements ValueNode {
    private final String path;
    private final boolean nullable;
    private final ValueNode key;
    private final ValueNode value;

    MapNode(String path, Mapping type) {
        this.path = path;
        this.nullable = type.nullable();
        this.key = ValueNode.of(path + " (key)", type.key());
        this.value = ValueNode.of(path + " (value)", type.value());
    }

    @Override
    public void check(Object map) throws BadRecordException {
        if (!(map instanceof Map<?, ?> entries)) {
            throw ScalarNode.unfit(path, map, "a map");
        }
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (entry.getKey() == null) {
                throw new BadRecordException("field " + path + " has the key null, and keys of columns are never null");
            }
            key.check(entry.getKey());
            if (entry.getValue() != null) {
                value.check(entry.getValue());
            } else if (!nullable) {
                throw new BadRecordException(
                        "field " + path + " has a null at " + entry.getKey() + ", but its values are required");
            }
        }
    }

    @Override
    public void write(RecordConsumer consumer, Object map) {
        Map<?, ?> entries = (Map<?, ?>) map;
        consumer.startGroup();
        if (!entries.isEmpty()) {
            consumer.startField(ParquetTypes.KEY_VALUE, 0);
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                consumer.startGroup();
                consumer.startField(ParquetTypes.KEY, 0);
                key.write(consumer, entry.getKey());
                consumer.endField(ParquetTypes.KEY, 0);
                if (entry.getValue() != null) {
                    consumer.startField(ParquetTypes.VALUE, 1);
                    value.write(consumer, entry.getValue());
                    consumer.endField(ParquetTypes.VALUE, 1);
                }
                consumer.endGroup();
            }
            consumer.endField(ParquetTypes.KEY_VALUE, 0);
        }
        consumer.endGroup();
    }
}
