package io.sluice.streams.aggregate;

import static io.sluice.streams.aggregate.Aggregates.whole;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.FunctionText.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes functions of what was declared, for one schema. Used once, by one thread. */
final class AggregateParser {
    private static final String ALL = "count, sum, min, max, avg, variance, first, last, distinct, quantiles and ohlcv";
    private static final int MOST_DIGITS = ColumnType.MAX_PRECISION;

    private final RowSchema schema;
    private final int sequenceColumns;

    AggregateParser(RowSchema schema, int sequenceColumns) {
        this.schema = schema;
        this.sequenceColumns = sequenceColumns;
    }

    List<AggregateFunction> parse(FunctionText text) {
        return text.calls().stream().map(this::function).toList();
    }

    private AggregateFunction function(Call call) {
        return switch (call.name()) {
            case "count" -> count(call);
            case "sum" -> {
                NumberColumn column = number(call);
                yield one(
                        call,
                        column.isDouble() ? column.type() : exact(column.scale()),
                        () -> new SumAggregate(column));
            }
            case "avg" -> {
                NumberColumn column = number(call);
                yield one(call, quotient(column, column.scale()), () -> new AverageAggregate(column));
            }
            case "variance" -> {
                NumberColumn column = number(call);
                Supplier<Aggregate> values =
                        column.isDouble() ? () -> new DoubleVariance(column) : () -> new ExactVariance(column);
                yield one(call, quotient(column, 2 * column.scale()), values);
            }
            case "min", "max" -> {
                int column = column(call, 0);
                boolean least = call.name().equals("min");
                yield one(call, type(column), () -> new ExtremeAggregate(column, type(column), least));
            }
            case "first", "last" -> {
                int column = column(call, 0);
                boolean first = call.name().equals("first");
                yield one(call, type(column), () -> new EdgeAggregate(column, type(column), first, sequenceColumns));
            }
            case "distinct" -> {
                int column = column(call, 0);
                yield one(call, ColumnType.of(Kind.LONG), () -> new DistinctAggregate(column, type(column)));
            }
            case "quantiles" -> quantiles(call);
            case "ohlcv" -> ohlcv(call);
            default ->
                throw new IllegalArgumentException("there is no function '" + call.name() + "'; there are " + ALL);
        };
    }

    private AggregateFunction count(Call call) {
        if (call.arguments().isEmpty()) {
            String name = call.alias().isEmpty() ? "count" : call.alias();
            return new AggregateFunction(call.text(), List.of(whole(name)), () -> new CountAggregate(-1));
        }
        int column = column(call, 0);
        return one(call, ColumnType.of(Kind.LONG), () -> new CountAggregate(column));
    }

    private AggregateFunction one(Call call, ColumnType type, Supplier<Aggregate> values) {
        if (call.arguments().size() != 1) {
            throw new IllegalArgumentException(call.text() + " has "
                    + call.arguments().size() + " arguments; it takes one column, as in '" + call.name() + "(price)'");
        }
        String name =
                call.alias().isEmpty() ? call.name() + "_" + call.arguments().get(0) : call.alias();
        return new AggregateFunction(
                call.text(), List.of(new Column(name, type, true), whole(name + "_nulls")), values);
    }

    private AggregateFunction quantiles(Call call) {
        if (call.arguments().size() < 2) {
            throw new IllegalArgumentException(call.text()
                    + " names no quantiles; write them behind the column, as in 'quantiles(price, 0.5, 0.99)'");
        }
        NumberColumn column = number(call);
        String prefix = call.alias().isEmpty() ? call.arguments().get(0) : call.alias();
        List<Column> columns = new ArrayList<>();
        double[] wanted = new double[call.arguments().size() - 1];
        for (int i = 0; i < wanted.length; i++) {
            String text = call.arguments().get(i + 1);
            wanted[i] = quantile(text, call);
            columns.add(new Column(prefix + "_p" + percent(text), ColumnType.of(Kind.DOUBLE), true));
        }
        columns.add(whole(prefix + "_nulls"));
        return new AggregateFunction(call.text(), columns, () -> new QuantilesAggregate(column, wanted));
    }

    /** 0.5 is 50, 0.99 is 99, 0.999 is 999, and 1 is 100. */
    private static String percent(String text) {
        if (Double.parseDouble(text) == 1) {
            return "100";
        }
        String digits = text.contains(".") ? text.substring(text.indexOf('.') + 1) : text;
        return digits.length() == 1 && text.contains(".") ? digits + "0" : digits;
    }

    private static double quantile(String text, Call call) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the value.
        }
        throw new IllegalArgumentException(call.text() + " asks for the quantile '" + text
                + "'; a quantile is a number from 0 to 1, such as 0.99");
    }

    private AggregateFunction ohlcv(Call call) {
        if (call.arguments().size() != 2) {
            throw new IllegalArgumentException(call.text() + " has "
                    + call.arguments().size() + " arguments; it takes two columns, as in 'ohlcv(price, quantity)'");
        }
        NumberColumn price = exactNumber(call, 0);
        NumberColumn quantity = exactNumber(call, 1);
        String prefix = call.alias().isEmpty() ? "" : call.alias() + "_";
        List<Column> columns = new ArrayList<>();
        for (String name : new String[] {"open", "high", "low", "close"}) {
            columns.add(new Column(prefix + name, price.type(), true));
        }
        columns.add(new Column(prefix + "volume", exact(quantity.scale()), false));
        columns.add(new Column(prefix + "vwap", exact(Quotient.scale(price.scale())), true));
        columns.add(whole(prefix + "trades"));
        columns.add(whole(prefix + "nulls"));
        return new AggregateFunction(call.text(), columns, () -> OhlcvAggregate.of(price, quantity, sequenceColumns));
    }

    private NumberColumn exactNumber(Call call, int argument) {
        NumberColumn column = number(call, argument);
        if (column.isDouble()) {
            throw new IllegalArgumentException(call.text() + " takes exact columns, and '"
                    + call.arguments().get(argument) + "' is a double; declare it as a decimal, such as decimal(18,8)");
        }
        return column;
    }

    private NumberColumn number(Call call) {
        return number(call, 0);
    }

    private NumberColumn number(Call call, int argument) {
        int column = column(call, argument);
        ColumnType type = type(column);
        return switch (type.kind()) {
            case INT, LONG, DOUBLE, DECIMAL -> new NumberColumn(column, type);
            default ->
                throw new IllegalArgumentException(call.text() + " takes numbers, and column '"
                        + call.arguments().get(argument) + "' is a " + type + "; name a column of int, long, double or"
                        + " decimal");
        };
    }

    private int column(Call call, int argument) {
        if (call.arguments().size() <= argument) {
            throw new IllegalArgumentException(call.text()
                    + " names no column; write it between the parentheses, as in '" + call.name() + "(price)'");
        }
        String name = call.arguments().get(argument);
        int column = schema.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException(call.text() + " names column '" + name
                    + "', which the schema has not; it has "
                    + String.join(
                            ", ", schema.columns().stream().map(Column::name).toList()));
        }
        return column;
    }

    private ColumnType type(int column) {
        return schema.columns().get(column).type();
    }

    private static ColumnType exact(int scale) {
        return ColumnType.decimal(MOST_DIGITS, scale);
    }

    private static ColumnType quotient(NumberColumn column, int scale) {
        return column.isDouble() ? column.type() : exact(Quotient.scale(scale));
    }
}
