package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvFormat.Header;
import io.sluice.record.CsvRows;
import io.sluice.record.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any windows and restarts give the rows that a decoder finds in the whole file. */
final class CsvRowsPropertyTest {

    private static final int ROUNDS = Integer.getInteger("framing.rounds", 4_000);
    private static final int ENOUGH = 1_000;
    private static final RowSchema TWO = RowSchema.parse("a string?, b string?");
    private static final RowSchema ONE = RowSchema.parse("a string?");
    private static final List<Header> HEADERS = List.of(Header.values());

    @Test
    void rowsOfFramesAreTheRowsOfTheFile() throws FramingException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            CsvFormat format = format(random);
            boolean single = random.nextInt(4) == 0;
            byte[] content = content(random, format.header() == Header.NAMES, single);
            CsvRowSettings settings =
                    CsvRowSettings.standard(format).withDropEmptyLines(!single).withMaxLineBytes(ENOUGH);
            DecodedRows expected = new DecodedRows();
            new CsvRows(single ? ONE : TWO, format).decode(content, 0, content.length, 0, expected);
            RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.any(content, 0, settings::newFraming, sink, random, to -> {});

            assertThat(decoded(settings.newFraming(), format, single ? ONE : TWO, content, sink).rows)
                    .as("seed %d, %s, %s", seed, settings, Cut.text(content, 0, content.length))
                    .isEqualTo(expected.rows);
        }
    }

    @Test
    void aFramingThatBeginsAtAnyNextGivesTheRestAlsoWithRowsTooLong() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            CsvFormat format = format(random);
            CsvRowSettings settings = CsvRowSettings.standard(format)
                    .withDropEmptyLines(random.nextBoolean())
                    .withMaxLineBytes(16 + random.nextInt(8))
                    .withOverLong(random.nextInt(4) == 0 ? OverLong.FAIL : OverLong.SKIP);
            byte[] content = content(random, format.header() == Header.NAMES, false);
            RecordingSink whole = new RecordingSink();
            Reading.wholly(content, 0, settings, whole);
            RecordingSink restarted = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.any(content, 0, settings::newFraming, restarted, random, to -> {});

            assertThat(restarted.cuts)
                    .as("seed %d, %s, %s", seed, settings, Cut.text(content, 0, content.length))
                    .isEqualTo(whole.cuts);
            if (whole.nexts.isEmpty()) {
                continue;
            }
            long next = whole.nexts.get(random.nextInt(whole.nexts.size()));
            RecordingSink rest = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.withoutFlushes(content, (int) next, settings::newFraming, rest, random);

            assertThat(rest.cuts)
                    .as("seed %d, from %d, %s", seed, next, settings)
                    .isEqualTo(whole.cuts.stream()
                            .filter(cut -> cut.position() >= next)
                            .toList());
        }
    }

    private static DecodedRows decoded(
            Framing framing, CsvFormat format, RowSchema schema, byte[] content, RecordingSink sink)
            throws FramingException {
        CsvRows decoder = new CsvRows(schema, format);
        int prologue = framing.prologue(new Window(content, 0, content.length, 0, true));
        if (format.header() == Header.NAMES) {
            assertThat(decoder.learnHeader(content, 0, prologue)).isEqualTo(prologue);
        }
        DecodedRows rows = new DecodedRows();
        for (Cut cut : sink.cuts) {
            if (cut.kind() == Cut.Kind.MALFORMED) {
                rows.rows.put(cut.position(), "bad");
                continue;
            }
            int length = (int) (cut.next() - cut.position());
            decoder.decode(content, (int) cut.position(), length, cut.position(), rows);
        }
        return rows;
    }

    private static CsvFormat format(Random random) {
        CsvFormat format = CsvFormat.standard().withHeader(HEADERS.get(random.nextInt(HEADERS.size())));
        return random.nextInt(6) == 0 ? format.withoutQuote() : format;
    }

    private static byte[] content(Random random, boolean named, boolean single) {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
        if (named) {
            text.append("\n".repeat(random.nextInt(3)))
                    .append(single ? "a" : "b,a")
                    .append(random.nextBoolean() ? "\n" : "\r\n");
        }
        boolean wild = random.nextInt(3) == 0;
        for (int tokens = random.nextInt(30); tokens > 0; tokens--) {
            String token = wild
                    ? List.of("\n", "\r", ",", "\"", "\"", "a").get(random.nextInt(6))
                    : List.of(
                                    "a,b\n",
                                    "\"a\nb\",c\r\n",
                                    ",\n",
                                    "\"\"\"\",\"\n\"\n",
                                    "\n",
                                    "x\n",
                                    "\u00E9,",
                                    "\"",
                                    "\"q\"")
                            .get(random.nextInt(9));
            text.append(token);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
