package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChunkHeadersTest {

    private static final String SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void headersAreReadAsTheyWereWritten() {
        ChunkHeaders middle = new ChunkHeaders(
                "/in/\u00e9.log", "r1:42:1", 4096, 100, 1, ChunkHeaders.Framing.LINES, Optional.empty());
        ChunkHeaders last = new ChunkHeaders(
                "/in/a", "r1:7:1", 0, 0, 0, ChunkHeaders.Framing.BYTES, Optional.of(new ChunkHeaders.FileEnd(1, SHA)));

        ChunkHeaders named = new ChunkHeaders(
                "/in/a.csv",
                "r1:8:1",
                0,
                4,
                0,
                ChunkHeaders.Framing.LINES,
                Optional.empty(),
                Optional.of(Base64.getEncoder().encodeToString("a,b\n".getBytes(StandardCharsets.UTF_8))));

        assertThat(ChunkHeaders.read(written(middle)::get)).isEqualTo(middle);
        assertThat(ChunkHeaders.read(written(named)::get)).isEqualTo(named);
        assertThat(ChunkHeaders.read(written(last)::get)).isEqualTo(last);
    }

    @Test
    void onlyALastChunkSaysWhatItKnowsOfTheWhole() {
        Map<String, byte[]> headers = good();

        assertThat(written(ChunkHeaders.read(good()::get)))
                .hasSameSizeAs(headers)
                .containsOnlyKeys(headers.keySet());
        assertThat(written(ChunkHeaders.read(goodLast()::get)))
                .containsKeys("sluice.last", "sluice.chunks", "sluice.sha256");
    }

    @Test
    void aRecordWithoutAFileIdIsNoChunk() {
        Map<String, byte[]> headers = good();

        assertThat(ChunkHeaders.areIn(headers::get)).isTrue();
        headers.remove("sluice.file.id");
        assertThat(ChunkHeaders.areIn(headers::get)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sluice.file    |        | header sluice.file is missing
            sluice.file.id |        | header sluice.file.id is missing
            sluice.offset  |        | header sluice.offset is missing
            sluice.length  |        | header sluice.length is missing
            sluice.index   |        | header sluice.index is missing
            sluice.framing |        | header sluice.framing is missing
            sluice.chunks  |        | header sluice.chunks is missing
            sluice.sha256  |        | header sluice.sha256 is missing
            sluice.last    |        | header sluice.chunks belongs to a last chunk only
            sluice.file    | ''     | sluice.file is empty
            sluice.file.id | ''     | sluice.file.id is empty
            sluice.offset  | -1     | header sluice.offset is '-1'; allowed is a whole number from 0 to
            sluice.offset  | +1     | header sluice.offset is '+1'
            sluice.offset  | ''     | header sluice.offset is ''
            sluice.offset  | 1e3    | header sluice.offset is '1e3'
            sluice.offset  | 9223372036854775808 | header sluice.offset is '9223372036854775808'
            sluice.offset  | 9223372036854775807 | beyond the largest file
            sluice.length  | 2147483648 | allowed is a whole number from 0 to 2147483647
            sluice.offset  | 1      | so many chunks do not fit before the offset
            sluice.index   | 0      | sluice.index is 0, but the chunk does not begin at the file's first byte
            sluice.index   | 3      | sluice.chunks is 3, but the last index is 3
            sluice.chunks  | 4      | sluice.chunks is 4, but the last index is 2
            sluice.chunks  | 0      | sluice.chunks is 0; allowed is 1 or more
            sluice.framing | LINES  | header sluice.framing is 'LINES'; allowed are bytes and lines
            sluice.last    | false  | header sluice.last is 'false'; allowed is true, or no such header
            sluice.csv.header | a,b | header sluice.csv.header is no base64
            sluice.sha256  | abc    | sluice.sha256 is 'abc'; expected 64 hexadecimal digits in lower case
            """)
    void aMissingOrWrongHeaderIsNamed(String name, String value, String message) {
        Map<String, byte[]> headers = goodLast();
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value.getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> ChunkHeaders.read(headers::get))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyChunkThatIsNotTheLastIsRefused() {
        Map<String, byte[]> headers = good();
        headers.put("sluice.length", "0".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ChunkHeaders.read(headers::get))
                .hasMessageContaining("only a last chunk may be empty");
    }

    @Test
    void aHeaderThatIsNotUtf8IsNamedWithItsFile() {
        Map<String, byte[]> headers = good();
        headers.put("sluice.file.id", new byte[] {(byte) 0xFF});

        assertThatThrownBy(() -> ChunkHeaders.read(headers::get))
                .hasMessage("chunk of file '/in/a': header sluice.file.id is not UTF-8: '\\xff'");
    }

    private static Map<String, byte[]> good() {
        return written(new ChunkHeaders("/in/a", "r1:7:1", 200, 100, 2, ChunkHeaders.Framing.BYTES, Optional.empty()));
    }

    private static Map<String, byte[]> goodLast() {
        return written(new ChunkHeaders(
                "/in/a",
                "r1:7:1",
                200,
                100,
                2,
                ChunkHeaders.Framing.BYTES,
                Optional.of(new ChunkHeaders.FileEnd(3, SHA))));
    }

    private static Map<String, byte[]> written(ChunkHeaders headers) {
        Map<String, byte[]> map = new LinkedHashMap<>();
        headers.write(map::put);
        return map;
    }
}
