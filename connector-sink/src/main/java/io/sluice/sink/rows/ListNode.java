package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Listing;
import java.util.List;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes lists. */
final class ListNode implements ValueNode {
    private final String path;
    private final boolean nullable;
    private final ValueNode element;

    ListNode(String path, Listing type) {
        this.path = path;
        this.nullable = type.nullable();
        this.element = ValueNode.of(path + "[]", type.element());
    }

    @Override
    public void check(Object value) throws BadRecordException {
        if (!(value instanceof List<?> list)) {
            throw ScalarNode.unfit(path, value, "a list");
        }
        for (Object each : list) {
            if (each != null) {
                element.check(each);
            } else if (!nullable) {
                throw new BadRecordException("field " + path + " has a null among its elements, which are required");
            }
        }
    }

    @Override
    public void write(RecordConsumer consumer, Object value) {
        List<?> list = (List<?>) value;
        consumer.startGroup();
        if (!list.isEmpty()) {
            consumer.startField(ParquetTypes.LIST, 0);
            for (Object each : list) {
                consumer.startGroup();
                if (each != null) {
                    consumer.startField(ParquetTypes.ELEMENT, 0);
                    element.write(consumer, each);
                    consumer.endField(ParquetTypes.ELEMENT, 0);
                }
                consumer.endGroup();
            }
            consumer.endField(ParquetTypes.LIST, 0);
        }
        consumer.endGroup();
    }
}
