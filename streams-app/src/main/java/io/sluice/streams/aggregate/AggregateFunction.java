package io.sluice.streams.aggregate;

import io.sluice.record.Column;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is computed: the columns of its result, and new values to compute it in. Immutable, free to share.
 *
 * @param declared the function as the configuration has it, for messages
 * @param columns the columns of the result
 * @param values makes an empty value
 */
record AggregateFunction(String declared, List<Column> columns, Supplier<Aggregate> values) {
    AggregateFunction {
        columns = List.copyOf(columns);
    }
}
