package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.source.framing.EventSettings.Match;
import io.sluice.source.framing.LineEnd;
import io.sluice.source.framing.OverLong;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How files are cut into records: the keys of the group, and what they say. An immutable value.
 *
 * @param pattern of {@code multiline}, null for all others
 */
record FramingConfig(
        Kind kind,
        Charset charset,
        LineEnd delimiter,
        boolean dropEmptyLines,
        int maxLineBytes,
        OverLong longLines,
        int chunkBytes,
        Pattern pattern,
        Match match,
        boolean negate,
        int maxLines,
        int maxFileBytes) {

    static final String FRAMING = "framing";
    static final String CHARSET = "charset";
    static final String DELIMITER = "line.delimiter";
    static final String DROP_EMPTY_LINES = "drop.empty.lines";
    static final String MAX_LINE_BYTES = "max.line.bytes";
    static final String LONG_LINES = "over.long";
    static final String CHUNK_BYTES = "chunk.bytes";
    static final String MULTILINE_PATTERN = "multiline.pattern";
    static final String MULTILINE_MATCH = "multiline.match";
    static final String MULTILINE_NEGATE = "multiline.negate";
    static final String MULTILINE_MAX_LINES = "multiline.max.lines";
    static final String MAX_FILE_BYTES = "max.file.bytes";

    /** What becomes one record. */
    enum Kind {
        LINES,
        LINE_CHUNKS,
        BYTES,
        CSV,
        JSON,
        MULTILINE,
        WHOLE_FILE;

        /** Whether records carry the headers by which a file is put together again. */
        boolean isChunks() {
            return this == LINE_CHUNKS || this == BYTES;
        }

        boolean isRows() {
            return this == CSV || this == JSON;
        }

        boolean isText() {
            return this == LINES || this == MULTILINE || this == WHOLE_FILE;
        }
    }

    /** Less than a producer sends at most unless told otherwise, with room for what the converter adds. */
    private static final int MOST_BYTES_OF_A_RECORD = 1_000_000;

    private static final int LARGEST = 1 << 30;

    static void define(ConfigDef def) {
        new KeyGroup(def, "Framing")
                .choice(
                        FRAMING,
                        Kind.LINES,
                        Importance.HIGH,
                        "What becomes one record. `lines`: a line, without its end. `line-chunks`: as many whole lines as fit"
                                + " into `chunk.bytes`, the fastest by far. `bytes`: `chunk.bytes` bytes. `csv`, `json`: a row,"
                                + " as a struct of `schema`. `multiline`: lines that belong together by `multiline.pattern`."
                                + " `whole-file`: a file.")
                .text(
                        CHARSET,
                        "UTF-8",
                        Importance.MEDIUM,
                        "Of the text. Also UTF-16LE, UTF-16BE, UTF-32LE, UTF-32BE, the charsets of one byte per character, and"
                                + " those of several like Shift_JIS, GB18030, Big5 and EUC-JP.")
                .text(
                        DELIMITER,
                        null,
                        Importance.LOW,
                        "What ends a line, if not a newline: text, in which `\\n`, `\\r`, `\\t`, `\\0` and `\\\\` stand for"
                                + " themselves, or `0x` and hexadecimal digits. Left out, a line ends with a line feed, and"
                                + " a carriage return before it belongs to it.")
                .flag(
                        DROP_EMPTY_LINES,
                        false,
                        Importance.LOW,
                        "Whether empty lines give no record. Rows never come of them.")
                .number(
                        MAX_LINE_BYTES,
                        MOST_BYTES_OF_A_RECORD,
                        16,
                        LARGEST,
                        Importance.MEDIUM,
                        "The longest line, row or multi-line event. What is longer is dealt with as `over.long` says. Raise"
                                + " `producer.override.max.request.size` and the topic's `max.message.bytes` with it.")
                .choice(
                        LONG_LINES,
                        OverLong.FAIL,
                        Importance.MEDIUM,
                        "What becomes of what is too long. `fail`: the task stops, and says where. `skip`: it is counted and passed"
                                + " over, or goes to the dead letters with `bad.records=dead-letter`. `truncate`: its beginning"
                                + " is the record. `split`: it becomes several. Rows, line chunks and whole files can only be"
                                + " skipped or fail.")
                .number(
                        CHUNK_BYTES,
                        256 << 10,
                        1,
                        LARGEST,
                        Importance.MEDIUM,
                        "The size of chunks; line chunks are up to one line smaller.")
                .text(
                        MULTILINE_PATTERN,
                        null,
                        Importance.MEDIUM,
                        "With `framing=multiline`: a regular expression, looked for in each line. What it means to be found"
                                + " says `multiline.match`.")
                .choice(
                        MULTILINE_MATCH,
                        Match.START,
                        Importance.MEDIUM,
                        "What a line is in which the pattern is found: the `start` of an event, its `end`, or a"
                                + " `continuation` of the one before.")
                .flag(MULTILINE_NEGATE, false, Importance.LOW, "Whether lines count in which the pattern is not found.")
                .number(
                        MULTILINE_MAX_LINES,
                        500,
                        1,
                        1_000_000,
                        Importance.LOW,
                        "The most lines of a multi-line event; more are dealt with as `over.long` says.")
                .number(
                        MAX_FILE_BYTES,
                        MOST_BYTES_OF_A_RECORD,
                        1,
                        LARGEST,
                        Importance.LOW,
                        "With `framing=whole-file`: the largest file; a larger one is dealt with as `over.long` says.");
    }

    static FramingConfig read(Values values) {
        FramingConfig config = new FramingConfig(
                values.choice(FRAMING, Kind.class),
                values.checked(CHARSET, () -> charset(values.text(CHARSET))),
                values.checked(DELIMITER, () -> lineEnd(values.text(DELIMITER))),
                values.flag(DROP_EMPTY_LINES),
                values.number(MAX_LINE_BYTES),
                values.choice(LONG_LINES, OverLong.class),
                values.number(CHUNK_BYTES),
                values.pattern(MULTILINE_PATTERN),
                values.choice(MULTILINE_MATCH, Match.class),
                values.flag(MULTILINE_NEGATE),
                values.number(MULTILINE_MAX_LINES),
                values.number(MAX_FILE_BYTES));
        config.check(values);
        return config;
    }

    private void check(Values values) {
        boolean cuts = longLines == OverLong.TRUNCATE || longLines == OverLong.SPLIT;
        if (cuts && kind != Kind.LINES && kind != Kind.MULTILINE) {
            values.problem(
                    LONG_LINES,
                    "is " + KeyGroup.textOf(longLines) + ", but a part of what framing=" + KeyGroup.textOf(kind)
                            + " makes is none: set skip or fail");
        }
        if (kind == Kind.MULTILINE && pattern == null && values.isFine(MULTILINE_PATTERN)) {
            values.problem(
                    MULTILINE_PATTERN,
                    "is missing, but framing is multiline: say what a line looks like with which an event begins, as in"
                            + " ^\\d{4}-\\d\\d-\\d\\d");
        }
        boolean isDelimited = values.text(DELIMITER) != null;
        if (isDelimited && kind != Kind.LINES && kind != Kind.MULTILINE && kind != Kind.JSON) {
            values.problem(
                    DELIMITER,
                    "is set, but framing is " + KeyGroup.textOf(kind) + ", which does not use it: leave it out");
        }
        if (kind == Kind.JSON && charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            values.problem(CHARSET, "is " + charset + ", but JSON is always UTF-8: leave it out");
        }
    }

    private static LineEnd lineEnd(String text) {
        if (text == null) {
            return LineEnd.newline();
        }
        return text.startsWith("0x") ? LineEnd.hex(text.substring(2)) : LineEnd.text(Escapes.plain(text));
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no charset of this JVM: use one like UTF-8, ISO-8859-1, windows-1252", e);
        }
    }
}
