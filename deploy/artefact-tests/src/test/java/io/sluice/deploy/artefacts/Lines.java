package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which of the lines of a {@link LineLoad} have arrived, and how. Owned by the test's thread. */
final class Lines {

    private static final int MOST_TOLD = 20;

    private final List<ConsumerRecord<byte[], byte[]>> records;

    /** How many records were looked at, and the last line that came of each log file. */
    private int looked;

    private final int[] last = new int[LineLoad.FILES];

    Lines(CommittedRecords records) {
        this.records = records.all();
        Arrays.fill(last, -1);
    }

    /** Whether a line has come of every log file that was written after so many lines. */
    boolean cameOfEachFile(int after) {
        for (; looked < records.size(); looked++) {
            int number = LineLoad.number(CommittedRecords.text(records.get(looked)));
            if (number >= 0) {
                last[LineLoad.file(number)] = Math.max(last[LineLoad.file(number)], number);
            }
        }
        return Arrays.stream(last).allMatch(line -> line >= after);
    }

    /** Every line once, to the letter, and those of one file in order. */
    void assertEachOnce(int expected) {
        BitSet seen = new BitSet(expected);
        BitSet twice = new BitSet(expected);
        Map<String, Integer> lastOfFile = new HashMap<>();
        StringBuilder wrong = new StringBuilder();
        int wrongs = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String text = CommittedRecords.text(record);
            int number = LineLoad.number(text);
            if (number >= 0) {
                twice.set(number, seen.get(number) || twice.get(number));
                seen.set(number);
            }
            String file = new String(record.key(), StandardCharsets.UTF_8);
            Integer before = lastOfFile.put(file + " in partition " + record.partition(), number);
            if ((number < 0 || (before != null && before > number)) && wrongs++ < MOST_TOLD) {
                wrong.append("offset " + record.offset() + " of partition " + record.partition() + ", of " + file
                        + ", behind line " + before + ": " + text + "\n");
            }
        }
        BitSet missing = new BitSet(expected);
        missing.set(0, expected);
        missing.andNot(seen);
        assertThat(ranges(twice)).as("lines that came twice").isEmpty();
        assertThat(ranges(missing)).as("lines that never came").isEmpty();
        assertThat(wrong.toString())
                .as(wrongs + " lines that nobody wrote, or out of order")
                .isEmpty();
        assertThat(records).hasSize(expected);
    }

    private static String ranges(BitSet lines) {
        StringBuilder text = new StringBuilder();
        for (int from = lines.nextSetBit(0); from >= 0; from = lines.nextSetBit(lines.nextClearBit(from))) {
            text.append(from + " to " + (lines.nextClearBit(from) - 1) + "\n");
        }
        return text.toString();
    }
}
