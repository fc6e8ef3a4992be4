package io.sluice.deploy.command.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.page.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Late rows, invalid rows and dead letters as problems, with the record that each came from. Any thread. */
final class SideRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CHARACTERS = 1_000;

    /** Headers that say which file a record came from, and where in it it began. */
    static final String FILE = "sluice.file";

    static final String POSITION = "sluice.offset";

    /** What a topic holds. */
    enum Kind {
        LATE("late"),
        INVALID("invalid"),
        DEAD_LETTER("dead-letter");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private SideRecords() {}

    static Problem problem(Kind kind, ConsumerRecord<String, byte[]> found) {
        return switch (kind) {
            case LATE -> late(found);
            case INVALID -> of(kind, found, "sluice.invalid.", text(found, "sluice.invalid.reason"));
            case DEAD_LETTER -> of(kind, found, "__connect.errors.", deadLetterReason(found));
        };
    }

    private static String deadLetterReason(ConsumerRecord<String, byte[]> found) {
        String message = text(found, "__connect.errors.exception.message");
        return message == null ? text(found, "sluice.reason") : message;
    }

    private static Problem late(ConsumerRecord<String, byte[]> found) {
        try {
            JsonNode json = JSON.readTree(found.value());
            String reason = found.key() + ", window " + json.path("window").asText() + " from "
                    + json.path("start").asText() + ": " + json.path("rows").asLong() + " late row(s), "
                    + (json.path("corrected").asBoolean() ? "corrected" : "in no bar") + "; "
                    + json.path("reason").asText();
            if (json.hasNonNull("topic")) {
                return problem(
                        Kind.LATE,
                        found,
                        reason,
                        json.path("topic").asText(),
                        json.path("partition").asInt(),
                        json.path("offset").asLong());
            }
            return problem(Kind.LATE, found, reason, found.topic(), found.partition(), found.offset());
        } catch (IOException | RuntimeException other) {
            return problem(
                    Kind.LATE, found, "late rows of " + found.key(), found.topic(), found.partition(), found.offset());
        }
    }

    /** By headers that say where the record was first; of one that does not, where it is now. */
    private static Problem of(Kind kind, ConsumerRecord<String, byte[]> found, String prefix, String reason) {
        String topic = text(found, prefix + "topic");
        Long partition = number(found, prefix + "partition");
        Long offset = number(found, prefix + "offset");
        if (topic == null || partition == null || offset == null) {
            return problem(kind, found, reason, found.topic(), found.partition(), found.offset());
        }
        return problem(kind, found, reason, topic, partition.intValue(), offset);
    }

    private static Problem problem(
            Kind kind, ConsumerRecord<String, byte[]> found, String reason, String topic, int partition, long offset) {
        String known = reason == null ? "no reason is told" : reason;
        return new Problem(
                0,
                found.timestamp(),
                kind.text,
                known.length() > MOST_CHARACTERS ? known.substring(0, MOST_CHARACTERS) + "…" : known,
                topic,
                partition,
                offset,
                text(found, FILE),
                number(found, POSITION));
    }

    static String text(ConsumerRecord<String, byte[]> found, String name) {
        Header header = found.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static Long number(ConsumerRecord<String, byte[]> found, String name) {
        String text = text(found, name);
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }
}
