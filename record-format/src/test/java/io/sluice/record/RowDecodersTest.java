package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every decoder and any bytes. {@link RecordedRows} checks the visitor's contract on the way. */
final class RowDecodersTest {

    private static final RowSchema SCHEMA = RowSchema.parse(
            "ts timestamp_micros?, symbol string?, price decimal(18,8)?,"
                    + " wide decimal(30,4)?, size long?, ratio double?, flag boolean?, day date?, id uuid?, raw bytes?");
    private static final RowSchema TRADES =
            RowSchema.parse("ts timestamp_micros, symbol string, price decimal(18,8), quantity long");

    static Stream<Supplier<RowDecoder>> decoders() {
        CsvFormat csv = CsvFormat.standard();
        return Stream.of(
                () -> new CsvRows(SCHEMA, csv),
                () -> new CsvRows(SCHEMA, csv.withoutQuote()),
                () -> new CsvRows(SCHEMA, csv.withCharset(StandardCharsets.US_ASCII)),
                () -> new CsvRows(SCHEMA, csv.withHeader(CsvFormat.Header.NAMES)),
                () -> new CsvRows(RowSchema.parse("symbol string?"), csv),
                () -> new JsonRows(SCHEMA, JsonFormat.standard()),
                () -> new JsonRows(TRADES, JsonFormat.standard().withMaxDepth(3)));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void noBytesMakeADecoderFail(Supplier<RowDecoder> decoders) {
        for (long seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            RowDecoder decoder = decoders.get();
            for (int call = 0; call < 2; call++) {
                byte[] input = noise(random);

                RecordedRows recorded = RecordedRows.of(decoder, input, random.nextBoolean() ? 0 : 77);

                assertThat(recorded.positions).as("seed %d", seed).hasSizeLessThanOrEqualTo(input.length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void goodRowsSurviveAnyBadLineBetweenThem(Supplier<RowDecoder> decoders) {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            RowDecoder decoder = decoders.get();
            String good = decoder instanceof JsonRows
                    ? "{\"ts\":7,\"symbol\":\"good\",\"price\":1,\"quantity\":2}\n"
                    : decoder.schema().columns().size() == 1 ? "good\n" : "7,good,,,,,,,,\n";
            // One line of noise: a quote may reach into the rows behind it, so none is opened at a field's start.
            String noise = new String(noise(random), StandardCharsets.ISO_8859_1)
                    .replace("\n", "")
                    .replace("\"", "");
            List<byte[]> parts = List.of(
                    good.getBytes(StandardCharsets.UTF_8),
                    ((random.nextBoolean() ? "\u00ef\u00bb\u00bf" : "") + noise + "\n")
                            .getBytes(StandardCharsets.ISO_8859_1),
                    good.getBytes(StandardCharsets.UTF_8));

            RecordedRows recorded = RecordedRows.of(learned(decoder), join(parts), 5);

            assertThat(recorded.rows)
                    .as("seed %d", seed)
                    .filteredOn(row -> row.contains("good"))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aJsonLineWithAByteOrderMarkInsideAFileIsBadWhateverTheLineBeforeIt() {
        byte[] marked =
                "\ufeff{\"ts\":7,\"symbol\":\"marked\",\"price\":1,\"quantity\":2}\n".getBytes(StandardCharsets.UTF_8);
        for (long seed = 0; seed < 400; seed++) {
            byte[] noise = join(List.of(noise(new Random(seed)), new byte[] {'\n'}));

            RecordedRows recorded = RecordedRows.of(
                    new JsonRows(SCHEMA, JsonFormat.standard()), join(List.of(noise, marked, marked)), 5);

            assertThat(recorded.rows).as("seed %d", seed).noneMatch(row -> row.contains("marked"));
            assertThat(recorded.bad)
                    .as("seed %d", seed)
                    .extracting(BadRow::errorPosition)
                    .endsWith(5L + noise.length, 5L + noise.length + marked.length);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void decodingLineByLineEqualsDecodingTheWhole(Supplier<RowDecoder> decoders) {
        for (long seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            // Quoted line ends would make a row of two lines: they are excluded here, as line chunks exclude them.
            byte[] input = withoutQuotes(noise(random));
            RecordedRows whole = RecordedRows.of(decoders.get(), input, 0);

            Pieces pieces = decodeInPieces(decoders.get(), input, random);

            assertThat(pieces.rows).as("seed %d", seed).isEqualTo(whole.rows);
            assertThat(pieces.positions).as("seed %d", seed).isEqualTo(whole.positions);
            assertThat(pieces.reasons).as("seed %d", seed).isEqualTo(whole.reasons());
        }
    }

    @Test
    void goodRowsMakeNoGarbage() {
        StringBuilder csv = new StringBuilder();
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            csv.append("1795000000")
                    .append(100_000 + i)
                    .append(",\"BTC\"\"USD\",12.5,")
                    .append(i)
                    .append('\n');
            json.append("{\"ts\":\"2026-11-21T08:00:00Z\",\"symbol\":\"a\\n\u00e9\",\"price\":1.5,\"quantity\":")
                    .append(i)
                    .append("}\n");
        }

        assertThat(garbage(new CsvRows(TRADES, CsvFormat.standard()), csv.toString()))
                .isLessThan(5_000);
        assertThat(garbage(new JsonRows(TRADES, JsonFormat.standard()), json.toString()))
                .isLessThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,\"b\n", "\"\n", "\"\"\"\n", "\"a\"\"\n", "a\"\n", "\"\"\n", "\"a\"\"b\",\"\n"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void quotesOnEveryLineAreReadInLinearTime(String line) {
        // If each unclosed quote were followed to the end of the input, this would take much longer than the time-out.
        int lines = 400_000;
        byte[] input = line.repeat(lines).getBytes(StandardCharsets.UTF_8);
        CountingVisitor visitor = new CountingVisitor();

        new CsvRows(TRADES, CsvFormat.standard()).decode(input, 0, input.length, 0, visitor);

        assertThat(visitor.rows() + visitor.bad()).isBetween(lines / 2L, (long) lines);
    }

    private static long garbage(RowDecoder decoder, String text) {
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        CountingVisitor visitor = new CountingVisitor();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decoder.decode(input, 0, input.length, 0, visitor);
        long before = threads.getCurrentThreadAllocatedBytes();
        decoder.decode(input, 0, input.length, 0, visitor);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(visitor.rows()).isEqualTo(10_000);
        return allocated;
    }

    /** Rows, good and nearly good, with bytes changed, dropped and put in. */
    private static byte[] noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int row = random.nextInt(6); row >= 0; row--) {
            text.append(pieceOf(random));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(8); change > 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) ",\"\n\r{}[]:0e.-\\".charAt(random.nextInt(14));
        }
        int from = random.nextInt(4) == 0 && bytes.length > 0 ? random.nextInt(bytes.length) : 0;
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static String pieceOf(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> "1,\"a\"\"b\",1.5,2,3,0.25,true,2026-11-21,123e4567-e89b-12d3-a456-42661417400f,QQ==\n";
            case 1 -> "2026-11-21T08:00:00.5Z,\u00e9\u20ac,,,,,,,,\r\n";
            case 2 -> "{\"ts\":1,\"symbol\":\"a\",\"price\":1.5,\"quantity\":2,\"wide\":\"1e3\",\"x\":{\"y\":[1]}}\n";
            case 3 -> "{\"symbol\":\"\\u00e9\\n\",\"flag\":true,\"id\":null,\"raw\":\"QUI=\",\"ratio\":1e-5}\r\n";
            case 4 -> "\n";
            case 5 -> "symbol,ts,other\n";
            case 6 -> "\"x\ny\",";
            case 7 -> Long.toString(random.nextLong()) + ',';
            default -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield new String(bytes, StandardCharsets.ISO_8859_1);
            }
        };
    }

    private static byte[] withoutQuotes(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i] == '"' ? (byte) '\'' : copy[i];
        }
        return copy;
    }

    private static RowDecoder learned(RowDecoder decoder) {
        byte[] names = "ts,symbol,price,wide,size,ratio,flag,day,id,raw\n".getBytes(StandardCharsets.UTF_8);
        RecordedRows.of(decoder, names, 0);
        return decoder;
    }

    private record Pieces(List<List<Object>> rows, List<Long> positions, List<String> reasons) {}

    private static Pieces decodeInPieces(RowDecoder decoder, byte[] input, Random random) {
        Pieces pieces = new Pieces(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int at = 0;
        while (at < input.length) {
            int next = at;
            do {
                next = Math.min(Swar.indexOf(input, next, input.length, '\n') + 1, input.length);
            } while (next < input.length && random.nextBoolean());
            RecordedRows piece = RecordedRows.of(decoder, Arrays.copyOfRange(input, at, next), at);
            pieces.rows.addAll(piece.rows);
            pieces.positions.addAll(piece.positions);
            pieces.reasons.addAll(piece.reasons());
            at = next;
        }
        return pieces;
    }

    private static byte[] join(List<byte[]> parts) {
        byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
