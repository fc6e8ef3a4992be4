package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Where the data sets are and what guards them: the keys of the group, and what they say. An immutable value.
 *
 * @param path null if it is wrong, or a bucket
 * @param s3 how a bucket is used
 * @param table a template
 */
record StoreConfig(
        Path path,
        S3Config s3,
        String table,
        boolean startWithoutLog,
        boolean isolationByWorker,
        boolean acceptsNewTopic,
        Duration retryFor) {

    static final String PATH = "store.path";
    static final String TABLE = "table";
    static final String START_WITHOUT_LOG = "start.without.log";
    static final String ISOLATION_BY_WORKER = "isolation.level.set.by.worker";
    static final String RECREATED = "topic.recreated";
    static final String RETRY_FOR = "store.retry.timeout.ms";

    private static final String TOPIC = "${topic}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@+=,-][A-Za-z0-9_.@+=,-]*");

    /** What to do when a topic is not the one that was read before. */
    enum Recreated {
        FAIL,
        ACCEPT
    }

    static void define(ConfigDef def) {
        new KeyGroup(def, "Store")
                .text(
                        PATH,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The directory that the tables are in, absolute, or `s3://bucket/prefix`. The directory or the bucket must"
                                + " exist: a mount that is missing must not look like an empty lake.")
                .text(
                        TABLE,
                        TOPIC,
                        Importance.HIGH,
                        "The name of the table, a directory in `store.path`; `${topic}` stands for the topic's. Several topics"
                                + " may share one, several connectors may not share a topic's partition in one.")
                .flag(
                        START_WITHOUT_LOG,
                        false,
                        Importance.MEDIUM,
                        "Whether a partition may begin where the group of consumers has read up to, although its table knows nothing"
                                + " of it and the topic still has records before. If not, the task fails, because the table may only"
                                + " be missing.")
                .flag(
                        ISOLATION_BY_WORKER,
                        false,
                        Importance.MEDIUM,
                        "Says that the worker sets `consumer.isolation.level=read_committed` for all its connectors. If it does"
                                + " not, set `consumer.override.isolation.level=read_committed` in the connector.")
                .choice(
                        RECREATED,
                        Recreated.FAIL,
                        Importance.MEDIUM,
                        "What to do if the last committed record is another one in the topic now, so that the topic was deleted"
                                + " and created again. `fail`: the task fails, and says how to go on. `accept`: it goes on behind"
                                + " the last committed offset.")
                .large(
                        RETRY_FOR,
                        Duration.ofMinutes(10).toMillis(),
                        0,
                        Duration.ofDays(7).toMillis(),
                        Importance.MEDIUM,
                        "How long a store that fails in a way that can pass is tried again, with growing pauses, before the task"
                                + " fails. Nothing is lost meanwhile: the offsets are read from Kafka again.");
    }

    static StoreConfig read(Values values) {
        String path = values.text(PATH);
        String table = values.text(TABLE);
        boolean isBucket = path != null && path.startsWith(S3Config.SCHEME);
        if (path != null && !isBucket && !Path.of(path).isAbsolute()) {
            values.problem(
                    PATH,
                    "is " + path
                            + ", but must be absolute, as a worker may be started anywhere, or s3://bucket/prefix");
        }
        if (table == null || !NAME.matcher(table.replace(TOPIC, "t")).matches() || table.startsWith("_")) {
            values.problem(
                    TABLE,
                    "is " + table
                            + ", but must be one name of letters, digits and _.@+=,- that does not begin with _ or a"
                            + " dot, in which ${topic} may stand");
        }
        return new StoreConfig(
                path == null || isBucket || !values.isFine(PATH) ? null : Path.of(path),
                S3Config.read(values, isBucket ? path : null),
                table,
                values.flag(START_WITHOUT_LOG),
                values.flag(ISOLATION_BY_WORKER),
                values.choice(RECREATED, Recreated.class) == Recreated.ACCEPT,
                values.millis(RETRY_FOR));
    }

    /** Whether the tables are in a bucket. */
    boolean isBucket() {
        return s3.settings() != null;
    }

    /** What to call the place of the tables in a message. */
    String place() {
        return isBucket()
                ? S3Config.SCHEME + s3.settings().bucket() + "/" + s3.settings().prefix()
                : String.valueOf(path);
    }

    /** The table of a topic. */
    String tableOf(String topic) {
        return table.replace(TOPIC, topic);
    }
}
