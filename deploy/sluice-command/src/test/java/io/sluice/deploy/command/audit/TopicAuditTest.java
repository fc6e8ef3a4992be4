package io.sluice.deploy.command.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The counting of lines is shown what it is to find. */
class TopicAuditTest {

    @Test
    void everyLineOnceIsAsItIsToBe() {
        TopicAudit.Lines lines = lines(12, LongStream.rangeClosed(1, 12).toArray());

        assertThat(lines).isEqualTo(new TopicAudit.Lines(12, 12, 0, 0, 0, lines.examples()));
        assertThat(lines.holds()).isTrue();
    }

    @Test
    void linesThatAreMissingDoubledOrUnknownAreCountedAndShown() {
        TopicAudit.Lines lines = lines(6, 1, 2, 5, 2, 7, 6);

        assertThat(lines.missing()).isEqualTo(2);
        assertThat(lines.duplicated()).isEqualTo(1);
        assertThat(lines.unknown()).isEqualTo(1);
        assertThat(lines.holds()).isFalse();
        assertThat(lines.examples())
                .containsExactly(
                        "line 2 is once more in there",
                        "a line that is none of those written is in there",
                        "the first lines that are missing are 3 to 4");
    }

    @Test
    void aLineWithoutANumberIsUnknown() {
        TopicAudit.Tally tally = new TopicAudit.Tally(3);
        for (String text : new String[] {"", "some text", "3", "a,1x", "a,99999999999999999999"}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            tally.take(bytes, 0, bytes.length, "there");
        }

        assertThat(tally.result().unknown()).isEqualTo(5);
        assertThat(tally.result().missing()).isEqualTo(3);
    }

    private static TopicAudit.Lines lines(long written, long... numbers) {
        TopicAudit.Tally tally = new TopicAudit.Tally(written);
        for (long number : numbers) {
            byte[] bytes = ("2024-01-02T14:30:00Z,A,1.00," + number).getBytes(StandardCharsets.US_ASCII);
            tally.take(bytes, 0, bytes.length, "there");
        }
        return tally.result();
    }
}
