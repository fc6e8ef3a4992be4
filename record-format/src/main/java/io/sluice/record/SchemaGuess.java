package io.sluice.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.record.ColumnType.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Guesses a row schema from samples: the beginnings of files, cut behind a row. A column's type is the narrowest that every value
 * of it in every sample has, of boolean, long, double, date, timestamp_micros, uuid and string, as the decoders themselves read
 * them; every column is nullable. What no type fits, such as nested JSON, and names that no column can have, are left out.
 *
 * <p>A guess is no promise: a value that comes later may not fit. Whoever needs that declares the schema.
 */
public final class SchemaGuess {

    private static final List<Kind> KINDS =
            List.of(Kind.BOOLEAN, Kind.LONG, Kind.DOUBLE, Kind.DATE, Kind.TIMESTAMP_MICROS, Kind.UUID, Kind.STRING);

    private SchemaGuess() {}

    /**
     * Guesses the columns of CSV files.
     *
     * @param format with {@link CsvFormat.Header#NAMES}
     * @throws IllegalArgumentException if no column is found
     */
    public static RowSchema ofCsv(List<byte[]> samples, CsvFormat format) {
        Set<String> names = new LinkedHashSet<>();
        for (byte[] sample : samples) {
            int start = Utf8.afterByteOrderMark(sample, 0, sample.length);
            while (start < sample.length && (sample[start] == '\n' || sample[start] == '\r')) {
                start++;
            }
            if (start < sample.length) {
                CsvRowSplitter splitter = new CsvRowSplitter(format);
                splitter.split(sample, start, sample.length);
                if (splitter.fault() == null) {
                    names.addAll(new CsvFields(RowSchema.parse("name string"), format).names(sample, splitter));
                }
            }
        }
        return of(names, samples, schema -> new CsvRows(schema, format));
    }

    /**
     * Guesses the columns of files of JSON lines.
     *
     * @throws IllegalArgumentException if no column is found
     */
    public static RowSchema ofJson(List<byte[]> samples, JsonFormat format) {
        Set<String> names = new LinkedHashSet<>();
        JsonFactory factory = new JsonFactory();
        for (byte[] sample : samples) {
            for (int at = 0; at < sample.length; ) {
                int end = Swar.indexOf(sample, at, sample.length, '\n');
                addKeys(factory, sample, at, end - at, names);
                at = end + 1;
            }
        }
        JsonFormat lenient = format.withUnknownFields(JsonFormat.UnknownFields.IGNORE);
        return of(names, samples, schema -> new JsonRows(schema, lenient));
    }

    private static void addKeys(JsonFactory factory, byte[] sample, int from, int length, Set<String> names) {
        try (JsonParser parser = factory.createParser(sample, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && names.size() < RowSchema.MAX_COLUMNS) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException e) {
            // A bad row is bad for who reads it, too; the keys before the fault are known.
            return;
        }
    }

    private static RowSchema of(Set<String> names, List<byte[]> samples, Function<RowSchema, RowDecoder> decoders) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            if (columns.size() == RowSchema.MAX_COLUMNS) {
                break;
            }
            Column column = column(name, samples, decoders);
            if (column != null) {
                columns.add(column);
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("no column is found in " + samples.size() + " samples");
        }
        return new RowSchema(columns);
    }

    private static Column column(String name, List<byte[]> samples, Function<RowSchema, RowDecoder> decoders) {
        for (Kind kind : KINDS) {
            Column column;
            try {
                column = new Column(name, new ColumnType(kind, 0, 0), true);
            } catch (IllegalArgumentException e) {
                // No column can be called so.
                return null;
            }
            Fit fit = new Fit(name);
            RowSchema alone = new RowSchema(List.of(column));
            samples.forEach(sample -> decoders.apply(alone).decode(sample, 0, sample.length, 0, fit));
            if (fit.isGood() && isNumber(kind) && isPadded(name, samples, decoders)) {
                return text(name);
            }
            if (fit.isGood() || (kind == Kind.STRING && fit.isEmpty())) {
                return column;
            }
        }
        return null;
    }

    private static Column text(String name) {
        return new Column(name, new ColumnType(Kind.STRING, 0, 0), true);
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.LONG || kind == Kind.DOUBLE;
    }

    /** Whether zeros stand before a number, as in postal codes and account numbers: as a number it would lose them. */
    private static boolean isPadded(String name, List<byte[]> samples, Function<RowSchema, RowDecoder> decoders) {
        boolean[] padded = new boolean[1];
        Fit texts = new Fit(name) {
            @Override
            public void bytesValue(int index, byte[] buffer, int offset, int length) {
                padded[0] |=
                        length > 1 && buffer[offset] == '0' && buffer[offset + 1] >= '0' && buffer[offset + 1] <= '9';
            }
        };
        RowSchema alone = new RowSchema(List.of(text(name)));
        samples.forEach(sample -> decoders.apply(alone).decode(sample, 0, sample.length, 0, texts));
        return padded[0];
    }

    /** Whether the values of one column are of the type. */
    private static class Fit implements RowVisitor {

        private final String column;
        private boolean misfits;
        private boolean hasValue;

        Fit(String column) {
            this.column = column;
        }

        boolean isGood() {
            return hasValue && !misfits;
        }

        boolean isEmpty() {
            return !hasValue && !misfits;
        }

        @Override
        public void badRow(BadRow row) {
            // Another fault says nothing of the type.
            misfits |= row.column().equals(column);
        }

        @Override
        public void beginRow(long position, int row) {
            // Of a row, only the value counts.
        }

        @Override
        public void nullValue(int index) {
            // Fits every type.
        }

        @Override
        public void booleanValue(int index, boolean value) {
            hasValue = true;
        }

        @Override
        public void longValue(int index, long value) {
            hasValue = true;
        }

        @Override
        public void doubleValue(int index, double value) {
            hasValue = true;
        }

        @Override
        public void decimalValue(int index, long unscaled) {
            hasValue = true;
        }

        @Override
        public void wideDecimalValue(int index, long high, long low) {
            hasValue = true;
        }

        @Override
        public void bytesValue(int index, byte[] buffer, int offset, int length) {
            hasValue = true;
        }

        @Override
        public void uuidValue(int index, long mostSignificant, long leastSignificant) {
            hasValue = true;
        }

        @Override
        public void endRow() {
            // Of a row, only the value counts.
        }
    }
}
