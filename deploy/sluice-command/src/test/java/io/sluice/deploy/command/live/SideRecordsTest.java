package io.sluice.deploy.command.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.command.live.SideRecords.Kind;
import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.Problem;
import io.sluice.deploy.page.TopicRecord;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Records of topics as the page shows them. */
class SideRecordsTest {
    private static ConsumerRecord<String, byte[]> found(String key, byte[] value, String... headers) {
        ConsumerRecord<String, byte[]> found = new ConsumerRecord<>("side", 1, 7, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            found.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return found;
    }

    @Test
    void aDeadLetterLeadsToTheRecordAndTheFileThatItCameFrom() {
        Problem problem = SideRecords.problem(
                Kind.DEAD_LETTER,
                found(
                        "k",
                        "x".getBytes(UTF_8),
                        "__connect.errors.topic",
                        "market-trades",
                        "__connect.errors.partition",
                        "2",
                        "__connect.errors.offset",
                        "40",
                        "__connect.errors.exception.message",
                        "price is 'x'",
                        "sluice.file",
                        "/data/a.csv",
                        "sluice.offset",
                        "123"));

        assertThat(problem)
                .isEqualTo(new Problem(
                        0, -1, "dead-letter", "price is 'x'", "market-trades", 2, 40L, "/data/a.csv", 123L));
    }

    @Test
    void aDeadLetterOfTheSourceLeadsToItselfAndToTheFile() {
        Problem problem = SideRecords.problem(
                Kind.DEAD_LETTER,
                found(
                        "f",
                        "x".getBytes(UTF_8),
                        "sluice.file",
                        "/data/a.csv",
                        "sluice.offset",
                        "123",
                        "sluice.reason",
                        "it is too long"));

        assertThat(problem)
                .isEqualTo(new Problem(0, -1, "dead-letter", "it is too long", "side", 1, 7L, "/data/a.csv", 123L));
    }

    @Test
    void anInvalidRowLeadsToItsRecordAndToItsPlaceInTheFile() {
        Problem problem = SideRecords.problem(
                Kind.INVALID,
                found(
                        "k",
                        "x".getBytes(UTF_8),
                        "sluice.invalid.topic",
                        "market-trades",
                        "sluice.invalid.partition",
                        "1",
                        "sluice.invalid.offset",
                        "40",
                        "sluice.invalid.reason",
                        "price is 'x'",
                        "sluice.file",
                        "/data/a.csv",
                        "sluice.offset",
                        "1033"));

        assertThat(problem)
                .isEqualTo(
                        new Problem(0, -1, "invalid", "price is 'x'", "market-trades", 1, 40L, "/data/a.csv", 1_033L));
    }

    @Test
    void whatSaysNothingOfItsOriginLeadsToItself() {
        Problem problem = SideRecords.problem(
                Kind.INVALID, found(null, null, "sluice.invalid.topic", "t", "sluice.invalid.offset", "many"));

        assertThat(problem.topic()).isEqualTo("side");
        assertThat(problem.offset()).isEqualTo(7);
        assertThat(problem.reason()).contains("no reason");
    }

    @Test
    void lateRowsSayTheirWindowAndWhetherTheyAreInABar() {
        Problem problem = SideRecords.problem(
                Kind.LATE,
                found(
                        "AAPL",
                        ("{\"symbol\":\"AAPL\",\"window\":\"s1\",\"start\":\"2024-01-02T14:30:00Z\",\"reason\":\"closed\","
                                        + "\"corrected\":false,\"topic\":\"market-trades\",\"partition\":1,\"offset\":5,\"rows\":3}")
                                .getBytes(UTF_8)));

        assertThat(problem.reason()).contains("AAPL", "s1", "3 late row(s)", "in no bar", "closed");
        assertThat(problem.topic()).isEqualTo("market-trades");
        assertThat(SideRecords.problem(Kind.LATE, found("k", null)).kind()).isEqualTo("late");
    }

    @Test
    void closedWindowsAreBarsAndAllElseIsNot() throws IOException {
        String bar =
                "{\"symbol\":\"A\",\"window\":\"s1\",\"start\":\"2024-01-02T14:30:00Z\",\"end\":\"2024-01-02T14:30:01Z\","
                        + "\"final\":true,\"revision\":1,\"gap\":false,\"rows\":3,\"day_open\":\"1.10\",\"day_high\":\"1.20\","
                        + "\"day_low\":\"1.00\",\"day_close\":\"1.15\",\"day_volume\":\"7\",\"day_vwap\":null}";

        List<Bar> bars = new BarJson().all("A", "[" + bar + "," + bar.replace("true", "false") + "]");

        assertThat(bars)
                .containsExactly(new Bar(
                        "A",
                        "s1",
                        1_704_205_800_000L,
                        1_704_205_801_000L,
                        "1.10",
                        "1.20",
                        "1.00",
                        "1.15",
                        "7",
                        null,
                        3,
                        false,
                        1));
        String both = bar.replace("\"day_open\"", "\"day_open\":\"9\",\"open\":\"2.10\",\"other_open\"")
                .replace("\"day_vwap\":null", "\"vwap\":null,\"day_vwap\":5,\"more\":{\"open\":[1]}");
        assertThat(new BarJson().one("A", both.getBytes(UTF_8)).orElseThrow())
                .extracting(Bar::open, Bar::vwap)
                .containsExactly("2.10", null);
        assertThatThrownBy(() -> new BarJson().all("A", "[" + bar)).hasMessageContaining("A");
        assertThat(new BarJson().one("A", new byte[] {0, 1, 2})).isEmpty();
        assertThat(new BarJson().one("A", "{\"final\":true}".getBytes(UTF_8))).isEmpty();
        assertThat(BarHistory.length("tumbling 1m of s1")).isEqualTo(60_000);
        assertThat(BarHistory.length("hopping 500ms by 100ms")).isEqualTo(500);
        assertThat(BarHistory.length("calendar month")).isEqualTo(86_400_000);
    }

    @Test
    void aRecordIsTextIfItIsAndOtherwiseHex() {
        TopicRecord text = RecordReader.shown(found("k", "a\tü<b>\n".getBytes(UTF_8), "name", "value"));
        assertThat(text.value()).isEqualTo("a\tü<b>\n");
        assertThat(text.headers()).containsExactly(new TopicRecord.Header("name", "value"));
        assertThat(text.truncated()).isFalse();

        assertThat(RecordReader.shown(found(null, new byte[] {0, (byte) 0xff})).value())
                .isEqualTo("00ff");
        assertThat(RecordReader.shown(found(null, null)).value()).isNull();

        TopicRecord large = RecordReader.shown(found(null, ("x" + "ü".repeat(40_000)).getBytes(UTF_8)));
        assertThat(large.truncated()).isTrue();
        assertThat(large.value()).startsWith("xü").hasSize(1 + 32_767);
    }
}
