package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.sink.files.RotationSettings;
import io.sluice.sink.parquet.Codec;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.parquet.ParquetSettings.Bloom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** When files are finished, and how they are laid out: the keys of two groups, and what they say. An immutable value. */
record FilesConfig(RotationSettings rotation, ParquetSettings parquet) {

    static final String BYTES = "rotate.bytes";
    static final String ROWS = "rotate.rows";
    static final String AGE = "rotate.age.ms";
    static final String IDLE = "rotate.idle.ms";
    static final String RECORD_TIME = "rotate.record.time.ms";
    static final String LEAST_INTERVAL = "commit.min.interval.ms";
    static final String CODEC = "parquet.codec";
    static final String ZSTD_LEVEL = "parquet.zstd.level";
    static final String ROW_GROUP = "parquet.row.group.bytes";
    static final String PAGE = "parquet.page.bytes";
    static final String DICTIONARY = "parquet.dictionary.bytes";
    static final String PAGE_VERSION = "parquet.page.version";
    static final String CHECKSUMS = "parquet.page.checksums";
    static final String BLOOM = "parquet.bloom.columns";

    static void define(ConfigDef def) {
        long day = Duration.ofDays(1).toMillis();
        new KeyGroup(def, "Files and commits")
                .large(
                        BYTES,
                        256L << 20,
                        1 << 10,
                        1L << 40,
                        Importance.HIGH,
                        "About how large a file may grow before it is finished. It is committed with the others of its partition,"
                                + " or at once if no other takes rows.")
                .number(ROWS, 0, 0, Integer.MAX_VALUE, Importance.MEDIUM, "The most rows of a file. 0: any number.")
                .large(
                        AGE,
                        60_000,
                        1,
                        day,
                        Importance.HIGH,
                        "How old the oldest record of a partition may be that is not committed: then all its files are finished"
                                + " and committed, whether more comes or not. So this is how late a row can be seen.")
                .large(
                        IDLE,
                        0,
                        0,
                        day,
                        Importance.MEDIUM,
                        "After how long without a record everything of a partition is committed. 0: only for age.")
                .large(
                        RECORD_TIME,
                        0,
                        0,
                        366 * day,
                        Importance.MEDIUM,
                        "Rows of two such spans of time never share a file, as 3600000 for an hour of UTC. The time is that of"
                                + " `partition.time`, or the record's. 0: they may.")
                .large(
                        LEAST_INTERVAL,
                        0,
                        0,
                        day,
                        Importance.LOW,
                        "How long after a commit the next one may be at the earliest when files are full, for fewer commits.");
        new KeyGroup(def, "Parquet")
                .choice(CODEC, Codec.ZSTD, Importance.MEDIUM, "How pages are compressed.")
                .number(ZSTD_LEVEL, 3, 1, 22, Importance.LOW, "The level of zstd.")
                .large(
                        ROW_GROUP,
                        32L << 20,
                        1 << 10,
                        1L << 31,
                        Importance.MEDIUM,
                        "About how much a row group holds before it is compressed; a file in the making holds as much in memory.")
                .large(PAGE, 1 << 20, 1 << 7, 1 << 28, Importance.LOW, "About how much a page holds.")
                .large(
                        DICTIONARY,
                        1 << 20,
                        0,
                        1 << 28,
                        Importance.LOW,
                        "How large the dictionary of a column may grow before the column does without. 0: none has one.")
                .number(PAGE_VERSION, 1, 1, 2, Importance.LOW, "The version of data pages.")
                .flag(CHECKSUMS, true, Importance.LOW, "Whether pages have checksums.")
                .list(
                        BLOOM,
                        "",
                        Importance.LOW,
                        "Columns with a bloom filter, each with the number of its different values in a row group behind a colon"
                                + " if that is known, as in `symbol:5000`.");
    }

    static FilesConfig read(Values values) {
        List<Bloom> blooms = new ArrayList<>();
        for (String text : values.list(BLOOM)) {
            Bloom bloom = values.checked(BLOOM, () -> bloom(text));
            if (bloom != null) {
                blooms.add(bloom);
            }
        }
        return new FilesConfig(
                new RotationSettings(
                        values.large(BYTES),
                        values.number(ROWS),
                        values.millis(AGE),
                        values.millis(IDLE),
                        values.millis(RECORD_TIME),
                        values.millis(LEAST_INTERVAL)),
                new ParquetSettings(
                        values.choice(CODEC, Codec.class),
                        values.number(ZSTD_LEVEL),
                        values.large(ROW_GROUP),
                        (int) values.large(PAGE),
                        (int) values.large(DICTIONARY),
                        values.number(PAGE_VERSION),
                        values.flag(CHECKSUMS),
                        blooms));
    }

    private static Bloom bloom(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new Bloom(text, 0);
        }
        try {
            return new Bloom(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "has " + text + ", but behind the colon must be a number of values", noNumber);
        }
    }
}
