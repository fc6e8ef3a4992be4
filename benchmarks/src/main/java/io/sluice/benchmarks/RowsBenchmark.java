package io.sluice.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decoding CSV and JSON-lines rows to typed values, on one thread, from memory. */
final class RowsBenchmark implements Benchmark {

    private static final RowSchema SCHEMA =
            RowSchema.parse("ts timestamp_micros, symbol string, price decimal(18,8), quantity long");
    private static final double GOAL = 3.0;
    private static final int WARM_UPS = 6;
    private static final int ROUNDS = 15;
    private static final int SCALE = 8;

    /** What the chunks of a topic come in. */
    private static final int CHUNK = 256 << 10;

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public void run(Workplace workplace, Report report) throws Exception {
        int rows = workplace.quick() ? 200_000 : 2_000_000;
        report.setting("schema", SCHEMA.toString());
        report.setting("rows", rows);
        report.setting("threads", 1);
        report.setting("decoded in chunks of", CHUNK);
        report.version("fastcsv", "4.4.0");
        report.version("jackson-core", com.fasterxml.jackson.core.json.PackageVersion.VERSION.toString());
        RowTexts csv = RowTexts.csv(rows);
        Standing csvRows = report.add(new Contest(
                        "CSV rows",
                        rows / 1e6,
                        "M rows",
                        List.of(
                                Contender.timed(
                                        "CsvRows", () -> decode(new CsvRows(SCHEMA, CsvFormat.standard()), csv)),
                                Contender.timed("String.split and BigDecimal", () -> split(csv.bytes())),
                                Contender.timed("fastcsv and BigDecimal", () -> fastCsv(csv.bytes()))),
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
        report.add(Bar.atLeast(
                "CSV rows: million rows/s on one core", csvRows.rate("CsvRows").median(), GOAL));
        RowTexts json = RowTexts.json(rows);
        report.add(new Contest(
                        "JSON-lines rows",
                        rows / 1e6,
                        "M rows",
                        List.of(
                                Contender.timed(
                                        "JsonRows", () -> decode(new JsonRows(SCHEMA, JsonFormat.standard()), json)),
                                Contender.timed("Jackson by hand and BigDecimal", () -> jackson(json.bytes()))),
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
    }

    private static long decode(RowDecoder decoder, RowTexts text) {
        SummingVisitor visitor = new SummingVisitor();
        int at = 0;
        for (int end : text.ends(CHUNK)) {
            decoder.decode(text.bytes(), at, end - at, at, visitor);
            at = end;
        }
        return visitor.sum();
    }

    private static long split(byte[] bytes) throws IOException {
        long sum = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8), CHUNK)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                sum += row(fields[0], fields[1], fields[2], fields[3]);
            }
        }
        return sum;
    }

    private static long fastCsv(byte[] bytes) throws IOException {
        long sum = 0;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .ofCsvRecord(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
            for (CsvRecord fields : records) {
                sum += row(fields.getField(0), fields.getField(1), fields.getField(2), fields.getField(3));
            }
        }
        return sum;
    }

    private static long row(String ts, String symbol, String price, String quantity) {
        return Long.parseLong(ts)
                + symbol.length()
                + new BigDecimal(price).setScale(SCALE).unscaledValue().longValueExact()
                + Long.parseLong(quantity);
    }

    private static long jackson(byte[] bytes) throws IOException {
        long sum = 0;
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = parser.currentName();
                parser.nextToken();
                sum += switch (name) {
                    case "ts", "quantity" -> parser.getLongValue();
                    case "symbol" -> parser.getText().length();
                    case "price" ->
                        parser.getDecimalValue().setScale(SCALE).unscaledValue().longValueExact();
                    default -> 0;
                };
            }
        }
        return sum;
    }
}
