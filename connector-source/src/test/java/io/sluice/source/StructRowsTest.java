package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

class StructRowsTest {

    private static final RowSchema ROWS = RowSchema.parse("s string, b bytes, t boolean, i int, l long, d double,"
            + " p decimal(18,8), w decimal(38,2), day date, ms timestamp_millis, us timestamp_micros, ns timestamp_nanos,"
            + " u uuid, none string?");

    private static final Schema SCHEMA = StructSchema.of(ROWS, "io.sluice.Row");

    private static final String DAY_AND_TIMES =
            "2026-01-31,2026-01-31T00:00:00.123Z,2026-01-31T00:00:00.123456Z,2026-01-31T00:00:00.123456789Z";

    @Test
    void eachTypeHasItsCounterpartInConnect() {
        RowValues values = new RowValues(new CsvRows(ROWS, CsvFormat.standard()), false, SCHEMA, "s", "us");
        String line = "é,aGk=,true,-1,5000000000,0.5,1.00000001,-12345678901234567890.12," + DAY_AND_TIMES
                + ",00000000-0000-0001-0000-000000000002,";

        Struct row = make(values, line);

        assertThat(values.fault()).isNull();
        row.validate();
        assertThat(row.getString("s")).isEqualTo("é");
        assertThat(row.getBytes("b")).isEqualTo("hi".getBytes(StandardCharsets.US_ASCII));
        assertThat(row.getBoolean("t")).isTrue();
        assertThat(row.getInt32("i")).isEqualTo(-1);
        assertThat(row.getInt64("l")).isEqualTo(5_000_000_000L);
        assertThat(row.getFloat64("d")).isEqualTo(0.5);
        assertThat(row.get("p")).isEqualTo(new BigDecimal("1.00000001"));
        assertThat(row.get("w")).isEqualTo(new BigDecimal("-12345678901234567890.12"));
        assertThat(row.get("day"))
                .isEqualTo(Timestamp.toLogical(
                        Timestamp.SCHEMA, Instant.parse("2026-01-31T00:00:00Z").toEpochMilli()));
        assertThat(row.get("ms"))
                .isEqualTo(Timestamp.toLogical(
                        Timestamp.SCHEMA,
                        Instant.parse("2026-01-31T00:00:00.123Z").toEpochMilli()));
        assertThat(row.getInt64("us"))
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z").getEpochSecond() * 1_000_000 + 123_456);
        assertThat(row.getInt64("ns"))
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z").getEpochSecond() * 1_000_000_000 + 123_456_789);
        assertThat(row.getString("u")).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(row.get("none")).isNull();
        assertThat(values.key(row)).isEqualTo("é");
        assertThat(values.millis())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00.123Z").toEpochMilli());
    }

    @Test
    void theSchemaSaysWhatItsNumbersStandFor() {
        assertThat(SCHEMA.field("p").schema().name()).isEqualTo(Decimal.LOGICAL_NAME);
        assertThat(SCHEMA.field("p").schema().parameters())
                .containsEntry("scale", "8")
                .containsEntry("connect.decimal.precision", "18");
        assertThat(SCHEMA.field("ms").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(SCHEMA.field("us").schema().name()).isEqualTo("io.sluice.TimestampMicros");
        assertThat(SCHEMA.field("ns").schema().parameters()).containsEntry("sluice.type", "timestamp_nanos");
        assertThat(SCHEMA.field("none").schema().isOptional()).isTrue();
    }

    @Test
    void aRowThatIsNotOfTheSchemaIsAFaultThatNamesColumnAndByte() {
        RowSchema rows = RowSchema.parse("a long, b long");
        RowValues values =
                new RowValues(new JsonRows(rows, JsonFormat.standard()), false, StructSchema.of(rows, "r"), null, null);
        byte[] line = "{\"a\":1,\"b\":\"x\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(values.make(line, 0, line.length, 100)).isNull();
        assertThat(values.fault()).contains("column 'b'").contains("byte 100");
    }

    @Test
    void timesOfAllKindsBecomeMilliseconds() {
        for (String type : new String[] {"date", "timestamp_millis", "timestamp_micros", "timestamp_nanos"}) {
            RowSchema rows = RowSchema.parse("t " + type);
            RowValues values = new RowValues(
                    new CsvRows(rows, CsvFormat.standard()), false, StructSchema.of(rows, "r"), null, "t");
            Struct unused = make(values, type.equals("date") ? "2026-01-31" : "2026-01-31T00:00:00Z");

            assertThat(values.millis())
                    .as(type)
                    .isEqualTo(Instant.parse("2026-01-31T00:00:00Z").toEpochMilli());
        }
    }

    private static Struct make(RowValues values, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return (Struct) values.make(bytes, 0, bytes.length, 0);
    }
}
