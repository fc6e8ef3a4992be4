package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How much is on its way, and how it is divided: the keys of the group, and what they say. An immutable value.
 *
 * @param bytesPerSecond 0 for as many as there are; likewise {@code recordsPerSecond}
 * @param stateTopic null for none
 */
record DeliveryConfig(
        long transactionBytes,
        Duration linger,
        long budgetBytes,
        int turnBytes,
        int openFiles,
        long bytesPerSecond,
        long recordsPerSecond,
        String stateTopic) {

    static final String TRANSACTION_BYTES = "transaction.bytes";
    static final String LINGER_MS = "linger.ms";
    static final String BUDGET_BYTES = "budget.bytes";
    static final String TURN_BYTES = "turn.bytes";
    static final String OPEN_FILES = "open.files";
    static final String BYTES_PER_SECOND = "bytes.per.second";
    static final String RECORDS_PER_SECOND = "records.per.second";
    static final String STATE_TOPIC = "state.topic";

    static void define(ConfigDef def) {
        new KeyGroup(def, "Delivery")
                .large(
                        BUDGET_BYTES,
                        16L << 20,
                        64L << 10,
                        Long.MAX_VALUE,
                        Importance.HIGH,
                        "The most bytes that a task may have on their way, from the file to the broker's acknowledgement,"
                                + " with 256 for each record on top. While there is no room, nothing is read. The worker's heap"
                                + " must hold about three times as much for each task: bytes as records, and as what the"
                                + " converter makes of them.")
                .large(
                        TRANSACTION_BYTES,
                        4L << 20,
                        1,
                        Long.MAX_VALUE,
                        Importance.MEDIUM,
                        "The most bytes of one poll, which is one transaction; counted as in `budget.bytes`. What one turn"
                                + " read of a file is never divided, so a transaction is larger if `turn.bytes` is.")
                .large(
                        LINGER_MS,
                        5,
                        0,
                        10_000,
                        Importance.MEDIUM,
                        "How long a transaction waits to be filled once there is something for it: more for fewer, larger"
                                + " transactions, less for promptness.")
                .number(
                        TURN_BYTES,
                        256 << 10,
                        4096,
                        64 << 20,
                        Importance.LOW,
                        "How much of one file is read before the next one has its turn.")
                .number(
                        OPEN_FILES,
                        512,
                        1,
                        1 << 20,
                        Importance.LOW,
                        "The most files that a task keeps open; of more, the one that had its turn longest ago is closed.")
                .large(
                        BYTES_PER_SECOND,
                        0,
                        0,
                        Long.MAX_VALUE,
                        Importance.LOW,
                        "The most bytes that each task sends in a second, counted as in `budget.bytes`. 0: no limit.")
                .large(
                        RECORDS_PER_SECOND,
                        0,
                        0,
                        Long.MAX_VALUE,
                        Importance.LOW,
                        "The most records that each task sends in a second. 0: no limit.")
                .text(
                        STATE_TOPIC,
                        null,
                        Importance.LOW,
                        "Where records go that only carry what is to be stored of a file: key without value. For exactly-once"
                                + " nobody ever sees them, as they are aborted, and without this setting they go where the file's"
                                + " content does. For at-least-once they are only made with it: then more is known after a restart, as"
                                + " that a rotated and compressed file was read already. A topic with cleanup.policy=compact.");
    }

    static DeliveryConfig read(Values values) {
        DeliveryConfig config = new DeliveryConfig(
                values.large(TRANSACTION_BYTES),
                values.millis(LINGER_MS),
                values.large(BUDGET_BYTES),
                values.number(TURN_BYTES),
                values.number(OPEN_FILES),
                values.large(BYTES_PER_SECOND),
                values.large(RECORDS_PER_SECOND),
                values.text(STATE_TOPIC));
        if (config.transactionBytes() > config.budgetBytes()) {
            values.problem(
                    TRANSACTION_BYTES,
                    "is " + config.transactionBytes() + ", more than budget.bytes (" + config.budgetBytes()
                            + ") lets be on their way: lower it, or raise budget.bytes");
        }
        if (config.stateTopic() != null && !TopicNames.isLegal(config.stateTopic())) {
            values.problem(STATE_TOPIC, TopicNames.illegal(config.stateTopic()));
        }
        if (config.budgetBytes() < 2L * config.turnBytes()) {
            values.problem(
                    BUDGET_BYTES,
                    "is " + config.budgetBytes() + ", less than two turns of turn.bytes (" + config.turnBytes()
                            + "): raise it, or lower turn.bytes");
        }
        return config;
    }
}
