package io.sluice.streams.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.BadRow;
import io.sluice.record.ChunkHeaders;
import io.sluice.record.CsvFormat;
import io.sluice.record.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Columns that a file's header names. */
class RecordRowsTest {
    private static final RowSchema SCHEMA = RowSchema.parse("symbol string, quantity long");

    private final RecordRows rows = new RecordRows(
            SCHEMA,
            new InputFormat(InputFormat.Kind.CSV, CsvFormat.standard().withHeader(CsvFormat.Header.NAMES), true));

    @Test
    void columnsAreFoundByTheNamesThatCameWithTheChunk() {
        assertThat(read("quantity,symbol\n1,A\n", 0, "quantity,symbol\n")).containsExactly("A=1");
        assertThat(read("B,2\n", 90, "symbol,quantity\n")).containsExactly("B=2");
        assertThat(read("3,C\n", 20, "quantity,symbol\n")).containsExactly("C=3");
        assertThat(read("4,D\n", 24, null)).singleElement().asString().contains("csv.header=names");
    }

    @Test
    void aRecordThatIsOfNoFileHasNoHeader() {
        byte[] line = "E,5\n".getBytes(StandardCharsets.UTF_8);

        assertThat(read(new InputRecord("t", 0, 0, line, name -> null))).containsExactly("E=5");
    }

    private List<String> read(String lines, long position, String header) {
        byte[] value = lines.getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> headers = new HashMap<>();
        new ChunkHeaders(
                        "/in/a.csv",
                        "a",
                        position,
                        value.length,
                        position == 0 ? 0 : 1,
                        ChunkHeaders.Framing.LINES,
                        Optional.empty(),
                        Optional.ofNullable(header)
                                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .write(headers::put);
        return read(new InputRecord("t", 0, 0, value, headers::get));
    }

    private List<String> read(InputRecord record) {
        List<String> read = new ArrayList<>();
        rows.decode(rows.content(record), new RowReceiver() {
            @Override
            public void row(RowValues row, long position, int number) {
                String symbol = new String(row.bufferAt(0), row.offsetAt(0), row.lengthAt(0), StandardCharsets.UTF_8);
                read.add(symbol + "=" + row.longAt(1));
            }

            @Override
            public void bad(BadRow row) {
                read.add(row.message());
            }
        });
        return read;
    }
}
