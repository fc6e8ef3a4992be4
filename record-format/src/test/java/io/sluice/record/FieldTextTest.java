package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text forms of every type, compared with what the JDK makes of them. */
final class FieldTextTest {

    private static final long SEED = 41;

    private final Map<String, RowSchema> schemas = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "long, 0, 0",
        "long, -0, 0",
        "long, +12, 12",
        "long, 000000000000000000000000000012, 12",
        "long, 12345678, 12345678",
        "long, -123456789012345678, -123456789012345678",
        "long, 9223372036854775807, 9223372036854775807",
        "long, -9223372036854775808, -9223372036854775808",
        "int, 2147483647, 2147483647",
        "int, -2147483648, -2147483648"
    })
    void wholeNumbersAreRead(String type, String text, long value) {
        assertThat(read(type, text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "long, 9223372036854775808, out of range for a long",
        "long, -9223372036854775809, out of range for a long",
        "long, 99999999999999999999999999999999999999999999999999, out of range for a long",
        "long, 1234567x, is not a long",
        "long, x12345678, is not a long",
        "long, 12345678901234567890x, is not a long",
        "long, -, is not a long",
        "long, 1.0, is not a long",
        "long, 1e3, is not a long",
        "long, '1 ', is not a long",
        "long, --1, is not a long",
        "long, 1234:678, is not a long",
        "long, 1234/678, is not a long",
        "int, 2147483648, 'out of range for an int, -2147483648 to 2147483647'",
        "int, -2147483649, out of range for an int",
        "'decimal(5,2)', 1000, 'too large for decimal(5,2): at most 3 digits before the point'",
        "'decimal(5,2)', 1.001, has more than 2 decimal places",
        "'decimal(5,2)', 1e-3, has more than 2 decimal places",
        "'decimal(5,2)', 1e3, too large",
        "'decimal(5,2)', 1e999999999999, too large",
        "'decimal(5,2)', 1e-999999999999, more than 2 decimal places",
        "'decimal(5,2)', 1.2.3, is not a decimal",
        "'decimal(5,2)', ., is not a decimal",
        "'decimal(5,2)', '', is not a decimal",
        "'decimal(5,2)', -, is not a decimal",
        "'decimal(5,2)', 1e, is not a decimal",
        "'decimal(5,2)', 1e+, is not a decimal",
        "'decimal(5,2)', NaN, is not a decimal",
        "'decimal(5,2)', '1,5', is not a decimal",
        "'decimal(18,0)', 1000000000000000000, too large",
        "'decimal(18,0)', 9999999999999999999, too large",
        "'decimal(38,0)', 100000000000000000000000000000000000000, too large",
        "double, 1e309, too large for a double",
        "double, 1d, is not a double",
        "double, 0x1p3, is not a double",
        "double, nan, is not a double",
        "double, ' 1', is not a double",
        "boolean, yes, is not a boolean",
        "boolean, 2, is not a boolean",
        "boolean, tRu, is not a boolean",
        "date, 2026-02-29, is not a date",
        "date, 2026-13-01, is not a date",
        "date, 2026-00-01, is not a date",
        "date, 2026-01-00, is not a date",
        "date, 2026-04-31, is not a date",
        "date, 1900-02-29, is not a date",
        "date, 20260101, is not a date",
        "date, 2026-1-1, is not a date",
        "date, 2026-01-01T, is not a date",
        "uuid, 123e4567-e89b-12d3-a456-42661417400, is not a UUID",
        "uuid, 123e4567-e89b-12d3-a456-42661417400g, is not a UUID",
        "uuid, 123e4567e89b-12d3-a456-4266141740000, is not a UUID",
        "bytes, QQ, is not base64",
        "bytes, QQ=, is not base64",
        "bytes, QR==, is not base64",
        "bytes, QQ=A, is not base64",
        "bytes, =QQQ, is not base64",
        "bytes, ====, is not base64",
        "bytes, QQ-_, is not base64",
        "timestamp_micros, 2026-11-21, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00, the zone is missing",
        "timestamp_micros, 2026-11-21T08:00, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00.Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T24:00:00Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:60:00Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:60Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:0Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00+24:00, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00+1, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00+01-00, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00 Z, is not a timestamp",
        "timestamp_micros, 2026-11-21T08:00:00.1234567Z, 'finer than the column''s unit, 1/1000000 s'",
        "timestamp_nanos, 2026-11-21T08:00:00.1234567891Z, more than nine digits",
        "timestamp_nanos, 2262-04-11T23:47:16.854775808Z, out of range for the column's unit",
        "timestamp_nanos, 1677-09-21T00:12:43.145224191Z, out of range for the column's unit",
        "timestamp_micros, 1.5, is not a timestamp",
        "timestamp_micros, 9223372036854775808, is not a timestamp"
    })
    void whatIsNoValueOfTheTypeIsRefusedWithAReason(String type, String text, String reason) {
        assertThat(read(type, text)).asString().contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'decimal(18,8)', 1, 1.00000000",
        "'decimal(18,8)', -.5, -0.50000000",
        "'decimal(18,8)', 5., 5.00000000",
        "'decimal(18,8)', 9999999999.99999999, 9999999999.99999999",
        "'decimal(18,8)', -9999999999.99999999, -9999999999.99999999",
        "'decimal(18,8)', 1.2300000000000000000000000, 1.23000000",
        "'decimal(18,8)', 000000000000000000000000000001.5, 1.50000000",
        "'decimal(18,8)', 1.5E-7, 0.00000015",
        "'decimal(18,8)', 15e8, 1500000000.00000000",
        "'decimal(18,8)', 0e999999999, 0.00000000",
        "'decimal(18,8)', -0, 0.00000000",
        "'decimal(18,0)', 999999999999999999, 999999999999999999",
        "'decimal(18,18)', 0.999999999999999999, 0.999999999999999999",
        "'decimal(18,18)', -.999999999999999999, -0.999999999999999999",
        "'decimal(38,0)', -99999999999999999999999999999999999999, -99999999999999999999999999999999999999",
        "'decimal(38,0)', -18446744073709551616, -18446744073709551616",
        "'decimal(38,10)', 1, 1.0000000000",
        "'decimal(38,10)', -1, -1.0000000000",
        "'decimal(20,2)', -18446744073709551.61, -18446744073709551.61"
    })
    void decimalsAreReadExactly(String type, String text, BigDecimal value) {
        assertThat(read(type, text)).isEqualTo(value);
    }

    @Test
    void randomDecimalsAgreeWithBigDecimal() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            int precision = 1 + random.nextInt(38);
            ColumnType type = ColumnType.decimal(precision, random.nextInt(precision + 1));
            BigDecimal value = new BigDecimal(new BigInteger(random.nextInt(130), random), random.nextInt(45) - 3);
            String text = (random.nextBoolean() ? value.negate() : value).toString();
            BigDecimal exact = new BigDecimal(text);
            boolean fits = exact.stripTrailingZeros().scale() <= type.scale()
                    && exact.abs().compareTo(BigDecimal.TEN.pow(type.precision() - type.scale())) < 0;

            Object read = read(type.toString(), text);

            if (fits) {
                assertThat(read).as("%s %s, seed %d", type, text, SEED).isEqualTo(exact.setScale(type.scale()));
            } else {
                assertThat(read).as("%s %s, seed %d", type, text, SEED).isInstanceOf(String.class);
            }
        }
    }

    @Test
    void randomDoublesAgreeWithTheJdk() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            double value = switch (round % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(100_000_000) / 1e4;
                case 2 -> random.nextGaussian();
                default -> random.nextLong() * Math.pow(10, random.nextInt(50) - 25);
            };
            String text = Double.toString(value);

            assertThat(read("double", text)).as("%s, seed %d", text, SEED).isEqualTo(Double.parseDouble(text));
        }
        assertThat(read("double", "-0")).isEqualTo(-0.0);
        assertThat(read("double", "123456789012345e22")).isEqualTo(123456789012345e22);
        assertThat(read("double", "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read("double", "NaN")).isEqualTo(Double.NaN);
    }

    @Test
    void randomLongsAgreeWithTheJdk() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            long value = random.nextLong() >> random.nextInt(64);

            assertThat(read("long", Long.toString(value))).as("seed %d", SEED).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T08:01:02.123456Z, 2026-11-21T08:01:02.123456Z",
        "2026-11-21 08:01:02Z, 2026-11-21T08:01:02Z",
        "2026-11-21T08:01Z, 2026-11-21T08:01:00Z",
        "2026-11-21t08:01:02.5z, 2026-11-21T08:01:02.5Z",
        "'2026-11-21T08:01:02,5Z', 2026-11-21T08:01:02.5Z",
        "2026-11-21T08:01:02.120000000Z, 2026-11-21T08:01:02.12Z",
        "2026-11-21T08:01:02+01:30, 2026-11-21T06:31:02Z",
        "2026-11-21T08:01:02-0130, 2026-11-21T09:31:02Z",
        "2026-11-21T08:01+01, 2026-11-21T07:01:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
    })
    void timestampsAreReadWithTheirZone(String text, Instant instant) {
        assertThat(read("timestamp_micros", text))
                .isEqualTo(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    }

    @Test
    void aWholeNumberIsACountOfTheColumnsUnit() {
        assertThat(read("timestamp_millis", "1479686400000")).isEqualTo(1479686400000L);
        assertThat(read("timestamp_micros", "-1")).isEqualTo(-1L);
        assertThat(read("timestamp_nanos", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(read("timestamp_nanos", "2262-04-11T23:47:16.854775807Z")).isEqualTo(Long.MAX_VALUE);
        assertThat(read("timestamp_nanos", "1677-09-21T00:12:43.145224192Z")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void randomTimestampsAgreeWithTheJdk() {
        Random random = new Random(SEED);
        long first = Instant.parse("0000-01-02T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();
        for (int round = 0; round < 20_000; round++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(first, last), 1_000_000L * random.nextInt(1_000));
            ZoneOffset zone = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
            String text = OffsetDateTime.ofInstant(instant, zone).toString();

            assertThat(read("timestamp_millis", text))
                    .as("%s, seed %d", text, SEED)
                    .isEqualTo(instant.toEpochMilli());
        }
    }

    @Test
    void everyDateOfACenturyAndMoreAgreesWithTheJdk() {
        LocalDate date = LocalDate.of(1895, 12, 1);
        while (date.getYear() < 2005) {
            assertThat(read("date", date.toString())).isEqualTo(date);
            date = date.plusDays(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True", "1"})
    void trueIsRead(String text) {
        assertThat(read("boolean", text)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "fAlse", "0"})
    void falseIsRead(String text) {
        assertThat(read("boolean", text)).isEqualTo(false);
    }

    @Test
    void uuidsAreReadInAnyCase() {
        UUID uuid = UUID.fromString("123e4567-e89b-12d3-a456-42661417400f");

        assertThat(read("uuid", "123e4567-e89b-12d3-a456-42661417400f")).isEqualTo(uuid);
        assertThat(read("uuid", "123E4567-E89B-12D3-A456-42661417400F")).isEqualTo(uuid);
    }

    @Test
    void randomBytesAgreeWithTheJdksBase64() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            byte[] value = new byte[random.nextInt(600)];
            random.nextBytes(value);

            Object read = read("bytes", Base64.getEncoder().encodeToString(value));

            assertThat(read).as("seed %d", SEED).isEqualTo(HexFormat.of().formatHex(value));
        }
    }

    @Test
    void utf8IsCheckedAsStrictlyAsTheJdkDoes() {
        Random random = new Random(SEED);
        int[] leads = {
            0x41, 0xC0, 0xC2, 0xE0, 0xED, 0xE1, 0xEF, 0xF0, 0xF4, 0xF1, 0xF5, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) leads[random.nextInt(leads.length)];
            }
            boolean good = new String(bytes, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;

            assertThat(Utf8.firstMalformed(bytes, 0, bytes.length) < 0)
                    .as("%s, seed %d", HexFormat.of().formatHex(bytes), SEED)
                    .isEqualTo(good);
        }
    }

    /** The value as {@link RecordedRows} shows it, or the reason it is refused. */
    private Object read(String type, String text) {
        RowSchema schema = schemas.computeIfAbsent(type, declared -> RowSchema.parse("c " + declared));
        byte[] bytes = (";" + text + ";").getBytes(StandardCharsets.UTF_8);
        RowBuffer row = new RowBuffer(schema);
        row.clear();
        String reason = new FieldText(schema).read(bytes, 1, bytes.length - 1, row, 0);
        if (reason != null) {
            return reason;
        }
        RecordedRows recorded = new RecordedRows(schema);
        recorded.beginRow(0, 0);
        row.deliver(bytes, recorded);
        recorded.endRow();
        return recorded.rows.get(0).get(0);
    }
}
