package io.sluice.deploy.command.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a topic of lines as a reader of committed records does, from its beginning to its end, and counts each line by the number
 * it ends with. Used by one thread.
 */
public final class TopicAudit {
    private static final int EXAMPLES = 5;

    private TopicAudit() {}

    /**
     * What became of the lines 1 to {@code written}.
     *
     * @param unknown lines with another number, or with none
     */
    public record Lines(long written, long found, long missing, long duplicated, long unknown, List<String> examples) {
        public boolean holds() {
            return written == found && missing == 0 && duplicated == 0 && unknown == 0;
        }
    }

    /** Reads lines whose last field is their number, one or many in a record. */
    public static Lines lines(String bootstrapServers, String topic, long written, Duration longest) {
        Tally tally = new Tally(written);
        TopicReading.toEnd(bootstrapServers, topic, longest, record -> tally.take(record));
        return tally.result();
    }

    /** How many committed records there are. */
    public static long records(String bootstrapServers, String topic, Duration longest) {
        long[] count = new long[1];
        TopicReading.toEnd(bootstrapServers, topic, longest, record -> count[0]++);
        return count[0];
    }

    /** Which numbers have come. */
    static final class Tally {
        private final long written;
        private final BitSet seen;
        private final List<String> examples = new ArrayList<>();
        private long found;
        private long duplicated;
        private long unknown;

        Tally(long written) {
            if (written >= Integer.MAX_VALUE) {
                throw new IllegalArgumentException("written is " + written + "; it must be less than 2,147,483,647");
            }
            this.written = written;
            this.seen = new BitSet((int) written + 1);
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            String where = record.topic() + "-" + record.partition() + " at offset " + record.offset();
            int begin = 0;
            for (int i = 0; i <= value.length; i++) {
                if (i == value.length ? begin < i : value[i] == '\n') {
                    take(value, begin, i, where);
                    begin = i + 1;
                }
            }
        }

        /** A line, without its end. */
        void take(byte[] bytes, int begin, int end, String where) {
            found++;
            long number = 0;
            long power = 1;
            int i = end - 1;
            for (; i >= begin && bytes[i] >= '0' && bytes[i] <= '9' && power < 10_000_000_000L; i--) {
                number += power * (bytes[i] - '0');
                power *= 10;
            }
            if (power == 1 || number < 1 || number > written || i < begin || bytes[i] != ',') {
                unknown++;
                example("a line that is none of those written is in " + where);
            } else if (seen.get((int) number)) {
                duplicated++;
                example("line " + number + " is once more in " + where);
            } else {
                seen.set((int) number);
            }
        }

        private void example(String text) {
            if (examples.size() < EXAMPLES) {
                examples.add(text);
            }
        }

        Lines result() {
            long missing = written - seen.cardinality();
            if (missing > 0) {
                int first = seen.nextClearBit(1);
                int behind = Math.min(
                        seen.nextSetBit(first) < 0 ? (int) written + 1 : seen.nextSetBit(first), (int) written + 1);
                example("the first lines that are missing are " + first + " to " + (behind - 1));
            }
            return new Lines(written, found, missing, duplicated, unknown, List.copyOf(examples));
        }
    }
}
