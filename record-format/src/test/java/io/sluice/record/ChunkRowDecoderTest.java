package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows of chunks whose files say with each what their columns are called. */
final class ChunkRowDecoderTest {

    private static final RowSchema PAIR = RowSchema.parse("name string, size string, note string?");

    private final ChunkRowDecoder decoder =
            new ChunkRowDecoder(new CsvRows(PAIR, CsvFormat.standard().withHeader(CsvFormat.Header.NAMES)));

    @Test
    void chunksOfFilesWithOtherColumnsMixInAnyOrder() {
        assertThat(decode("size,name\n1,a\n", "size,name\n", 0).rows).containsExactly(row("a", "1", null));
        assertThat(decode("b,2,x,y\n", "name,size,other,note\n", 21).rows).containsExactly(row("b", "2", "y"));
        assertThat(decode("3,c\n", "size,name\n", 14).rows).containsExactly(row("c", "3", null));
        assertThat(decode("name,size,other,note\nd,4,x,y\n", "name,size,other,note\n", 0).rows)
                .containsExactly(row("d", "4", "y"));
        assertThat(decode("5,e\n", "size,name\n", 18).rows).containsExactly(row("e", "5", null));
    }

    @Test
    void aReaderMayBeginInMidFileAndPositionsStayThoseOfTheFile() {
        RecordedRows recorded = decode("3,c\nbad\n", "\ufeff\nsize,name\n", 140);

        assertThat(recorded.rows).containsExactly(row("c", "3", null));
        assertThat(recorded.positions).containsExactly(140L, 144L);
        assertThat(recorded.bad).singleElement().extracting(BadRow::position).isEqualTo(144L);
    }

    @Test
    void aHeaderMayEndInALaterChunk() {
        String header = "\n\nsize,name\n";

        assertThat(decode("\n", header, 0).positions).isEmpty();
        assertThat(decode("\nsize,name\n", header, 1).positions).isEmpty();
        assertThat(decode("1,a\n", header, 12).rows).containsExactly(row("a", "1", null));
    }

    @Test
    void aChunkThatDoesNotBringItsHeaderIsNotReadWithTheNamesOfAnotherFile() {
        RecordedRows known = decode("1,a\n", "size,name\n", 50);
        RecordedRows unknown = decode("2,b\n", null, 50);
        RecordedRows again = decode("3,c\n", "size,name\n", 54);

        assertThat(known.rows).hasSize(1);
        assertThat(unknown.rows).isEmpty();
        assertThat(unknown.reasons()).singleElement().asString().contains("csv.header=names");
        assertThat(again.rows).containsExactly(row("c", "3", null));
    }

    @Test
    void aFilesStartTellsItsHeaderItself() {
        assertThat(decode("size,name\n1,a\n", null, 0).rows).containsExactly(row("a", "1", null));
        assertThat(decode("2,b\n", "name,size\n", 30).rows).containsExactly(row("2", "b", null));
    }

    @Test
    void aHeaderThatLacksARequiredColumnMakesItsRowsBadAndNoOthers() {
        RecordedRows bad = decode("1,a\n", "size,nam\n", 50);

        assertThat(bad.reasons()).singleElement().asString().contains("'name'");
        assertThat(decode("1,a\n", "size,name\n", 50).rows).hasSize(1);
    }

    @Test
    void whereNoHeaderNamesTheColumnsWhatIsBroughtDoesNotMatter() {
        ChunkRowDecoder plain = new ChunkRowDecoder(new CsvRows(RowSchema.parse("a string"), CsvFormat.standard()));
        RecordedRows recorded = new RecordedRows(plain.schema());

        plain.decode(bytes("x\n"), Optional.of(base64("y\n")), 0, recorded);

        assertThat(recorded.rows).containsExactly(List.of("x"));
    }

    private RecordedRows decode(String value, String header, long position) {
        RecordedRows recorded = new RecordedRows(decoder.schema());
        decoder.decode(bytes(value), Optional.ofNullable(header).map(ChunkRowDecoderTest::base64), position, recorded);
        return recorded;
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
