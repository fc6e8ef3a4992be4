package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowSchemaTest {

    @Test
    void aLineIsReadIntoItsColumnsInOrder() {
        RowSchema schema = RowSchema.parse(
                "ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long?");

        assertThat(schema.columns())
                .containsExactly(
                        new Column("ts", ColumnType.of(ColumnType.Kind.TIMESTAMP_MICROS), false),
                        new Column("symbol", ColumnType.of(ColumnType.Kind.STRING), false),
                        new Column("price", ColumnType.decimal(18, 8), false),
                        new Column("quantity", ColumnType.of(ColumnType.Kind.LONG), false),
                        new Column("sequence", ColumnType.of(ColumnType.Kind.LONG), true));
    }

    @Test
    void aSchemaPrintsTheLineItWasDeclaredIn() {
        String line = "ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long?";

        assertThat(RowSchema.parse(line)).hasToString(line);
    }

    @Test
    void spacesDoNotMatter() {
        assertThat(RowSchema.parse("  a   decimal ( 18 , 8 ) ? ,b\tlong "))
                .isEqualTo(RowSchema.parse("a decimal(18,8)?, b long"));
    }

    @Test
    void aNameThatIsNoIdentifierIsQuoted() {
        RowSchema schema = RowSchema.parse("\"Trade \"\"Price\"\", $\" double");

        assertThat(schema.columns().get(0).name()).isEqualTo("Trade \"Price\", $");
        assertThat(schema).hasToString("\"Trade \"\"Price\"\", $\" double");
    }

    @Test
    void whatIsPrintedParsesToTheSameSchema() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            RowSchema schema = randomSchema(random);

            assertThat(RowSchema.parse(schema.toString())).as("seed %d", seed).isEqualTo(schema);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a long, b text         | column 2 ('b'), at character 15: type 'text' is unknown; allowed are string, bytes
            a long,                | column 2, at character 8: expected a column as 'name type', found the end
            a long b long          | column 1 ('a'), at character 8: expected ',' or the end
            a                      | column 1 ('a'), at character 2: the type is missing; allowed are string
            a LONG                 | type 'LONG' is unknown
            1a long                | column 1, at character 1: expected a column name
            a decimal              | decimal needs a precision and a scale, as in decimal(18,8)
            a decimal(18           | decimal needs a precision and a scale
            a decimal(39,8)        | column 1 ('a'), at character 16: decimal precision is 39; allowed is 1 to 38
            a decimal(0,0)         | decimal precision is 0; allowed is 1 to 38
            a decimal(9,10)        | decimal scale is 10; allowed is 0 to the precision, 9
            a decimal(99999999999,1) | decimal needs a precision and a scale
            "a long                | the quoted name 'a long' has no closing quote
            "" long                | column name has 0 characters
            a long, b int, a int   | column 3 of the row schema repeats the name 'a'
            a long??               | expected ',' or the end
            """)
    void aLineThatIsNoSchemaIsRefusedWithTheColumnAndWhatIsAllowed(String line, String message) {
        assertThatThrownBy(() -> RowSchema.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyLineIsRefused() {
        assertThatThrownBy(() -> RowSchema.parse(" ")).hasMessageContaining("expected a column as 'name type'");
    }

    private static RowSchema randomSchema(Random random) {
        List<Column> columns = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        ColumnType.Kind[] kinds = ColumnType.Kind.values();
        for (int i = 0; i < size; i++) {
            StringBuilder name = new StringBuilder();
            for (int c = random.nextInt(5); c >= 0; c--) {
                name.append("ab_9 \",é?()-".charAt(random.nextInt(12)));
            }
            ColumnType.Kind kind = kinds[random.nextInt(kinds.length)];
            int precision = 1 + random.nextInt(38);
            ColumnType type = kind == ColumnType.Kind.DECIMAL
                    ? ColumnType.decimal(precision, random.nextInt(precision + 1))
                    : ColumnType.of(kind);
            columns.add(new Column(name.append(i).toString(), type, random.nextBoolean()));
        }
        return new RowSchema(columns);
    }
}
