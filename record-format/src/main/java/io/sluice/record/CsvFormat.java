package io.sluice.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * How rows are written as CSV. Starts from {@link #standard()}: RFC 4180 with a comma, a double quote, no header, UTF-8,
 * and an unquoted empty field meaning null. Spaces are never trimmed. An immutable value, free to share.
 *
 * @param delimiter the character between fields: ASCII, no letter, digit, sign, point or line end
 * @param quote the character around fields that hold delimiters, quotes or line ends; empty if nothing is quoted. A
 *     quote inside a quoted field is doubled
 * @param header what the first line of a file is
 * @param nullText the unquoted field that means null; empty if nothing does
 * @param charset UTF-8, or a charset of one byte per character that agrees with ASCII
 */
public record CsvFormat(
        char delimiter, Optional<Character> quote, Header header, Optional<String> nullText, Charset charset) {

    private static final String NONE = "none";

    /**
     * What the first line of a file (the row at position 0) is. Records that do not carry their position in a file
     * count as position 0 each, so for them only {@link #NONE} makes sense.
     */
    public enum Header {
        /** A row like any other. */
        NONE,
        /** Names of no interest: the fields are the schema's columns in order. */
        SKIP,
        /**
         * The names of the fields. Columns are found by name, other fields are ignored, a nullable column without a
         * field is null. The decoder keeps the names until it is given another position 0, so it must be fed one file
         * at a time, from its start, or told the header with {@link CsvRows#learnHeader}.
         */
        NAMES
    }

    /** Checks each setting, and that delimiter and quote differ. */
    public CsvFormat {
        Objects.requireNonNull(header, "header");
        if (!isStructural(delimiter)) {
            throw new IllegalArgumentException("csv delimiter is " + describe(delimiter) + "; allowed is an ASCII"
                    + " character other than a letter, digit, sign, point or line end");
        }
        quote.ifPresent(character -> {
            if (!isStructural(character) || character == delimiter) {
                throw new IllegalArgumentException("csv quote is " + describe(character) + "; allowed is an ASCII"
                        + " character other than the delimiter, a letter, digit, sign, point or line end");
            }
        });
        nullText.ifPresent(text -> {
            char mark = quote.orElse('\n');
            if (text.chars().anyMatch(c -> c == delimiter || c == mark || c == '\n' || c == '\r' || c > 0x7E)) {
                throw new IllegalArgumentException(
                        "csv null text is '" + text + "'; allowed is ASCII text without delimiter, quote or line end");
            }
        });
        SingleByteCharset.check(charset);
    }

    /** RFC 4180: comma, double quote, no header, unquoted empty means null, UTF-8. */
    public static CsvFormat standard() {
        return new CsvFormat(',', Optional.of('"'), Header.NONE, Optional.of(""), StandardCharsets.UTF_8);
    }

    /**
     * What a configuration says, in the one way in which all of them say it. A setting that is wrong is told, and passed over;
     * one that is null is empty.
     *
     * @param delimiter one character; {@code tab} or {@code \\t} for a tabulator
     * @param quote one character, or {@code none}
     * @param nullText {@code none} if no field means null
     * @param mistakes is given the setting ({@code delimiter}, {@code quote} or {@code null}) and what is wrong with it
     */
    public static CsvFormat declared(
            String delimiter, String quote, String nullText, Header header, BiConsumer<String, String> mistakes) {
        // From a format in which only the delimiter means something, so that no order of the settings refuses what is
        // sound.
        CsvFormat format = standard().withoutQuote().withoutNullText().withHeader(header);
        format = format.changed("delimiter", mistakes, plain -> plain.withDelimiter(delimiterOf(delimiter)));
        if (!NONE.equals(quote)) {
            format = format.changed("quote", mistakes, plain -> plain.withQuote(characterOf(quote, NONE)));
        }
        if (!NONE.equals(nullText)) {
            format = format.changed("null", mistakes, plain -> plain.withNullText(nullText == null ? "" : nullText));
        }
        return format;
    }

    private CsvFormat changed(String setting, BiConsumer<String, String> mistakes, UnaryOperator<CsvFormat> change) {
        try {
            return change.apply(this);
        } catch (IllegalArgumentException wrong) {
            mistakes.accept(setting, wrong.getMessage());
            return this;
        }
    }

    private static char delimiterOf(String text) {
        boolean tabulator = "\\t".equals(text) || "tab".equalsIgnoreCase(text);
        return tabulator ? '\t' : characterOf(text, "tab for a tabulator");
    }

    private static char characterOf(String text, String orElse) {
        if (text == null || text.length() != 1) {
            throw new IllegalArgumentException(
                    "'" + (text == null ? "" : text) + "' is not one character; write one, or " + orElse);
        }
        return text.charAt(0);
    }

    public CsvFormat withDelimiter(char newDelimiter) {
        return new CsvFormat(newDelimiter, quote, header, nullText, charset);
    }

    public CsvFormat withQuote(char newQuote) {
        return new CsvFormat(delimiter, Optional.of(newQuote), header, nullText, charset);
    }

    /** Nothing is quoted: quote characters are data, and a field cannot hold a delimiter or a line end. */
    public CsvFormat withoutQuote() {
        return new CsvFormat(delimiter, Optional.empty(), header, nullText, charset);
    }

    public CsvFormat withHeader(Header newHeader) {
        return new CsvFormat(delimiter, quote, newHeader, nullText, charset);
    }

    public CsvFormat withNullText(String newNullText) {
        return new CsvFormat(delimiter, quote, header, Optional.of(newNullText), charset);
    }

    /** No field means null. */
    public CsvFormat withoutNullText() {
        return new CsvFormat(delimiter, quote, header, Optional.empty(), charset);
    }

    public CsvFormat withCharset(Charset newCharset) {
        return new CsvFormat(delimiter, quote, header, nullText, newCharset);
    }

    private static boolean isStructural(char c) {
        boolean letterOrDigit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return c > 0 && c < 0x7F && !letterOrDigit && "+-.\r\n".indexOf(c) < 0;
    }

    private static String describe(char c) {
        return c > 0x20 && c < 0x7F ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }
}
