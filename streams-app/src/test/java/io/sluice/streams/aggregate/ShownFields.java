package io.sluice.streams.aggregate;

import io.sluice.record.Column;
import io.sluice.record.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Collects a result's fields by name, as objects that tests compare. */
public final class ShownFields implements FieldReceiver {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Iterator<Column> columns;

    private ShownFields(List<Column> columns) {
        this.columns = columns.iterator();
    }

    public static Map<String, Object> of(Aggregates aggregates, AggregateValues values) {
        ShownFields fields = new ShownFields(aggregates.columns());
        values.show(fields);
        if (fields.columns.hasNext()) {
            throw new AssertionError("no value was shown for " + fields.columns.next());
        }
        return fields.fields;
    }

    @Override
    public void none() {
        fields.put(columns.next().name(), null);
    }

    @Override
    public void whole(long value) {
        fields.put(columns.next().name(), value);
    }

    @Override
    public void decimal(BigInteger unscaled) {
        Column column = columns.next();
        if (column.type().kind() != Kind.DECIMAL) {
            throw new AssertionError(column + " was shown as a decimal");
        }
        fields.put(column.name(), new BigDecimal(unscaled, column.type().scale()));
    }

    @Override
    public void real(double value) {
        fields.put(columns.next().name(), value);
    }

    @Override
    public void bytes(byte[] value) {
        fields.put(columns.next().name(), new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void uuid(long mostSignificant, long leastSignificant) {
        fields.put(columns.next().name(), new UUID(mostSignificant, leastSignificant));
    }
}
