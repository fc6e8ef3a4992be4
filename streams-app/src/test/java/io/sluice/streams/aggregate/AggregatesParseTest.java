package io.sluice.streams.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.RowSchema;
import org.junit.jupiter.api.Test;

/** What a declaration of aggregates may say, and what it is told when it may not. */
class AggregatesParseTest {
    private static final RowSchema SCHEMA =
            RowSchema.parse("ts timestamp_micros, symbol string, price decimal(18,8), quantity long, x double");

    @Test
    void columnsOfTheResultHaveNamesAndTypes() {
        assertThat(new RowSchema(Aggregates.parse(
                                        "ohlcv(price, quantity), count() as n, avg(price), quantiles(x, 0.5, .999) as q",
                                        SCHEMA,
                                        0)
                                .columns())
                        .toString())
                .isEqualTo(
                        "open decimal(18,8)?, high decimal(18,8)?, low decimal(18,8)?, close decimal(18,8)?,"
                                + " volume decimal(38,0), vwap decimal(38,14)?, trades long, nulls long, n long,"
                                + " avg_price decimal(38,14)?, avg_price_nulls long, q_p50 double?, q_p999 double?, q_nulls long");
    }

    @Test
    void aMistakeIsNamedWithItsRemedy() {
        isRefused("median(price)", "there is no function 'median'");
        isRefused("sum(pric)", "names column 'pric', which the schema has not; it has ts, symbol, price");
        isRefused("sum(symbol)", "takes numbers, and column 'symbol' is a string");
        isRefused("sum(price, quantity)", "has 2 arguments; it takes one column");
        isRefused("ohlcv(x, quantity)", "'x' is a double; declare it as a decimal");
        isRefused("ohlcv(price)", "it takes two columns");
        isRefused("sum(price), sum(price)", "a second field 'sum_price'; name it apart");
        isRefused("quantiles(price)", "names no quantiles");
        isRefused("quantiles(price, 99)", "a quantile is a number from 0 to 1");
        isRefused("sum price", "expected '(' at character 5");
        isRefused("", "expected the name of a function at character 1");
    }

    private static void isRefused(String declaration, String message) {
        assertThatThrownBy(() -> Aggregates.parse(declaration, SCHEMA, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
