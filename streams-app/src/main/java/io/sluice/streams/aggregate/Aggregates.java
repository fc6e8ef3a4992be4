package io.sluice.streams.aggregate;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The aggregates of one application, as declared in one line, such as {@code ohlcv(price, quantity), count() as n}.
 * Immutable, free to share.
 */
public final class Aggregates {
    private final List<AggregateFunction> functions;
    private final List<Column> columns;

    private Aggregates(List<AggregateFunction> functions) {
        this.functions = List.copyOf(functions);
        List<Column> all = new ArrayList<>();
        functions.forEach(function -> all.addAll(function.columns()));
        columns = List.copyOf(all);
    }

    /**
     * Reads the declaration.
     *
     * @param sequenceColumns how many columns break ties between rows of one time
     * @throws IllegalArgumentException if it is none; the message names the function and what is allowed
     */
    public static Aggregates parse(String declaration, RowSchema schema, int sequenceColumns) {
        List<AggregateFunction> functions =
                new AggregateParser(schema, sequenceColumns).parse(new FunctionText(declaration));
        Set<String> names = new HashSet<>();
        for (AggregateFunction function : functions) {
            for (Column column : function.columns()) {
                if (!names.add(column.name())) {
                    throw new IllegalArgumentException(function.declared() + " gives a second field '" + column.name()
                            + "'; name it apart, with '" + function.declared() + " as NAME'");
                }
            }
        }
        return new Aggregates(functions);
    }

    /** The fields of a result, in order. */
    public List<Column> columns() {
        return columns;
    }

    /** A value of no rows. */
    public AggregateValues newValues() {
        Aggregate[] values = new Aggregate[functions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = functions.get(i).values().get();
        }
        return new AggregateValues(values);
    }

    static Column whole(String name) {
        return new Column(name, ColumnType.of(Kind.LONG), false);
    }
}
