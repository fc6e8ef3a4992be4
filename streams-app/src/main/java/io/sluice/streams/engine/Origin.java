package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * The input record that rows came in, or several of one input that follow each other. An immutable value.
 *
 * @param topic of the records
 * @param partition of the records
 * @param offset of the first record
 * @param lastOffset of the last record
 * @param input the file's id or the topic's partition, whose event times make one watermark
 */
public record Origin(String topic, int partition, long offset, long lastOffset, Bytes input) {
    /** A record of a file: its rows are ordered by their place in the file, and its watermark is the file's. */
    public static Origin ofFile(String topic, int partition, long offset, String fileId) {
        return new Origin(topic, partition, offset, offset, bytes("f:" + fileId));
    }

    /** A record of no file: rows are ordered by offset, and the watermark is the partition's. */
    public static Origin ofPartition(String topic, int partition, long offset) {
        return new Origin(topic, partition, offset, offset, bytes("p:" + topic + "-" + partition));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean isFile() {
        return input.get()[0] == 'f';
    }

    /** Whether the other's records are of the same input. */
    boolean isOfSameInput(Origin other) {
        return input.equals(other.input) && partition == other.partition && topic.equals(other.topic);
    }

    /** Other records of the same input. */
    Origin at(long first, long last) {
        return new Origin(topic, partition, first, last, input);
    }

    void write(PackedWriter out) {
        out.writeBytes(topic.getBytes(StandardCharsets.UTF_8));
        out.writeCount(partition);
        out.writeCount(offset);
        out.writeBytes(input.get());
    }

    static Origin read(PackedReader in) {
        String topic = new String(in.readBytes(), StandardCharsets.UTF_8);
        int partition = (int) in.readCount();
        long offset = in.readCount();
        return new Origin(topic, partition, offset, offset, Bytes.wrap(in.readBytes()));
    }
}
