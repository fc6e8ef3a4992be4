package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rows contract and the decoders agree. */
final class GoldenRowsTest {

    @TestFactory
    Stream<DynamicTest> everyGoldenValueIsTheRowsItSays() throws IOException {
        return TopicContracts.golden("rows.golden.jsonl").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.get("case").asText(), () -> check(golden)));
    }

    @Test
    void theExamplesOfTextFormsAreReadAsTheDocumentSays() throws IOException {
        List<List<String>> examples = TopicContracts.tableRows(TopicContracts.document("rows.md")).stream()
                .filter(cells -> cells.size() == 3)
                .toList();

        assertThat(examples).hasSizeGreaterThan(30);
        for (List<String> example : examples) {
            assertThat(read(example.get(0), example.get(1))).as("%s", example).isEqualTo(example.get(2));
        }
    }

    private static String read(String type, String text) {
        RowSchema schema = RowSchema.parse("c " + type);
        CsvFormat format = CsvFormat.standard().withDelimiter(';');
        RecordedRows recorded = RecordedRows.of(new CsvRows(schema, format), text);
        return recorded.bad.isEmpty() ? shown(recorded.rows.get(0).get(0)) : "refused";
    }

    private static void check(JsonNode golden) {
        byte[] value = Base64.getDecoder().decode(golden.get("value").asText());
        if (golden.has("text")) {
            assertThat(new String(value, StandardCharsets.UTF_8))
                    .isEqualTo(golden.get("text").asText());
        }
        RowDecoder decoder = decoder(golden);

        RecordedRows recorded =
                RecordedRows.of(decoder, value, golden.get("position").asLong());

        List<String> rows = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        golden.get("rows").forEach(row -> rows.add(shown(row)));
        golden.get("bad").forEach(row -> bad.add(row.toString()));
        assertThat(shown(recorded)).isEqualTo(rows);
        assertThat(recorded.bad)
                .extracting(row -> String.format(
                        "{\"position\":%d,\"row\":%d,\"length\":%d,\"error\":%d,\"column\":\"%s\"}",
                        row.position(), row.row(), row.length(), row.errorPosition(), row.column()))
                .isEqualTo(bad);
    }

    private static String shown(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
    }

    private static String shown(JsonNode row) {
        List<String> values = new ArrayList<>();
        row.get("values").forEach(value -> values.add(value.asText("null")));
        return row.get("position").asLong() + " " + values;
    }

    private static List<String> shown(RecordedRows recorded) {
        List<Long> badPositions = recorded.bad.stream().map(BadRow::position).toList();
        List<Long> positions = recorded.positions.stream()
                .filter(position -> !badPositions.contains(position))
                .toList();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < recorded.rows.size(); i++) {
            List<String> values =
                    recorded.rows.get(i).stream().map(GoldenRowsTest::shown).toList();
            shown.add(positions.get(i) + " " + values);
        }
        return shown;
    }

    private static RowDecoder decoder(JsonNode golden) {
        RowSchema schema = RowSchema.parse(golden.get("schema").asText());
        JsonNode settings = golden.path("settings");
        return switch (golden.get("format").asText()) {
            case "csv" -> new CsvRows(schema, csv(settings));
            case "json" -> new JsonRows(schema, json(settings));
            default -> throw new AssertionError("no such format: " + golden);
        };
    }

    private static JsonFormat json(JsonNode settings) {
        JsonFormat format = JsonFormat.standard();
        if (settings.path("unknown").asText().equals("bad")) {
            format = format.withUnknownFields(JsonFormat.UnknownFields.BAD);
        }
        return settings.has("depth") ? format.withMaxDepth(settings.get("depth").asInt()) : format;
    }

    private static CsvFormat csv(JsonNode settings) {
        CsvFormat format = CsvFormat.standard();
        if (settings.has("delimiter")) {
            format = format.withDelimiter(settings.get("delimiter").asText().charAt(0));
        }
        if (settings.has("quote")) {
            String quote = settings.get("quote").asText();
            format = quote.isEmpty() ? format.withoutQuote() : format.withQuote(quote.charAt(0));
        }
        if (settings.has("null")) {
            Optional<String> text = Optional.ofNullable(settings.get("null").textValue());
            format = text.isPresent() ? format.withNullText(text.get()) : format.withoutNullText();
        }
        if (settings.has("charset")) {
            format = format.withCharset(Charset.forName(settings.get("charset").asText()));
        }
        return switch (settings.path("header").asText("none")) {
            case "skip" -> format.withHeader(CsvFormat.Header.SKIP);
            case "names" -> format.withHeader(CsvFormat.Header.NAMES);
            default -> format;
        };
    }
}
