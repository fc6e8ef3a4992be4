package io.sluice.deploy.command.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit is shown what it is to find. */
class TradesAuditTest {
    private static final long MINUTE = 60_000_000;
    private static final String LINES = """
            2024-01-02T14:30:00.000001Z,A,10.00,1.0000,1
            2024-01-02T14:30:01.000000Z,A,12.50,2.0000,2
            2024-01-02T14:30:00.500000Z,A,9.00,3.0000,3
            2024-01-02T14:30:59.000000Z,A,11.00,1.0000,4
            2024-01-02T14:31:00.000000Z,A,11.50,1.0000,5
            2024-01-02T14:30:10.000000Z,B,5.00,1.0000,6
            """;
    private static final List<String> ROWS = LINES.lines().toList();
    private static final List<String> BARS = List.of(
            "'A', '14:30:00', 0, 4, 10.00, 12.50, 9.00, 11.00, 7.0000, 10.4285714286, 4",
            "'A', '14:31:00', 0, 1, 11.50, 11.50, 11.50, 11.50, 1.0000, 11.5, 1",
            "'B', '14:30:00', 0, 1, 5.00, 5.00, 5.00, 5.00, 1.0000, 5, 1");

    @TempDir
    private Path directory;

    private Path file;
    private int tables;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(directory.resolve("trades.csv"), LINES);
    }

    private TradesAudit.Rows rows(List<String> rows) throws IOException, SQLException {
        StringBuilder values = new StringBuilder();
        for (String row : rows) {
            String[] fields = row.split(",", -1);
            values.append(values.isEmpty() ? "" : ", ")
                    .append("(timestamp '" + fields[0].replace("Z", "") + "', '" + fields[1] + "', " + fields[2] + ", "
                            + fields[3] + ", " + fields[4] + ")");
        }
        Path table = table("select ts, symbol, price::decimal(12,2) as price, quantity::decimal(12,4) as quantity,"
                + " sequence::bigint as sequence from (values " + values
                + ") t(ts, symbol, price, quantity, sequence)");
        try (TradesAudit atOnce = TradesAudit.of(List.of(file));
                TradesAudit inParts = TradesAudit.of(List.of(file), 1)) {
            TradesAudit.Rows found = atOnce.rows(table);
            assertThat(inParts.rows(table)).as("compared in parts").isEqualTo(found);
            return found;
        }
    }

    private TradesAudit.Bars bars(List<String> bars) throws IOException, SQLException {
        StringBuilder values = new StringBuilder();
        for (String bar : bars) {
            values.append(values.isEmpty() ? "(" : ", (").append(bar).append(')');
        }
        Path table =
                table("select symbol, ('2024-01-02 ' || clock)::timestamp as start, revision, n::bigint as \"rows\","
                        + " open::decimal(12,2) as open, high::decimal(12,2) as high, low::decimal(12,2) as low, close::decimal(12,2) as close,"
                        + " volume::decimal(38,4) as volume, vwap::decimal(38,10) as vwap, trades, false as gap from (values "
                        + values
                        + ") t(symbol, clock, revision, n, open, high, low, close, volume, vwap, trades)");
        try (TradesAudit audit = TradesAudit.of(List.of(file))) {
            return audit.bars("m1", MINUTE, table);
        }
    }

    private Path table(String query) throws IOException, SQLException {
        Path table =
                Files.createDirectories(directory.resolve("table" + tables++).resolve("data"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            boolean unused =
                    statement.execute("copy (" + query + ") to '" + table.resolve("a.parquet") + "' (format parquet)");
        }
        return table.getParent();
    }

    private static List<String> with(List<String> list, int index, String from, String to) {
        assertThat(list.get(index)).contains(from);
        List<String> changed = new ArrayList<>(list);
        changed.set(index, list.get(index).replace(from, to));
        return changed;
    }

    private static List<String> and(List<String> list, String further) {
        List<String> longer = new ArrayList<>(list);
        longer.add(further);
        return longer;
    }

    @Test
    void whatIsAsItShouldBeHolds() throws IOException, SQLException {
        assertThat(rows(ROWS).holds()).isTrue();
        assertThat(bars(BARS).holds()).isTrue();
        assertThat(bars(BARS).expected()).isEqualTo(3);
    }

    @Test
    void aMissingADoubledAnUnknownAndAnAlteredRowAreEachFound() throws IOException, SQLException {
        TradesAudit.Rows missing = rows(ROWS.subList(1, 6));
        TradesAudit.Rows doubled = rows(and(ROWS, ROWS.get(2)));
        TradesAudit.Rows unknown = rows(and(ROWS, "2024-01-02T14:30:00Z,A,1.00,1.0000,77"));
        TradesAudit.Rows altered = rows(with(ROWS, 3, "11.00", "11.01"));

        assertThat(missing.missing()).isEqualTo(1);
        assertThat(missing.examples()).containsExactly("sequence 1 is in 1 line(s) and 0 row(s)");
        assertThat(doubled.duplicated()).isEqualTo(1);
        assertThat(doubled.altered()).isZero();
        assertThat(unknown.unknown()).isEqualTo(1);
        assertThat(altered.altered()).isEqualTo(1);
        assertThat(List.of(missing, doubled, unknown, altered)).noneMatch(TradesAudit.Rows::holds);
    }

    @Test
    void oneRowThatIsMissingIsNotMadeUpForByAnotherThatIsThereTwice() throws IOException, SQLException {
        TradesAudit.Rows swapped = rows(and(ROWS.subList(1, 6), ROWS.get(1)));

        assertThat(swapped.rows()).isEqualTo(swapped.lines());
        assertThat(swapped.missing()).isEqualTo(1);
        assertThat(swapped.duplicated()).isEqualTo(1);
        assertThat(swapped.holds()).isFalse();
    }

    @Test
    void aMissingAWrongAnUnknownAndADoubledBarAreEachFound() throws IOException, SQLException {
        assertThat(bars(BARS.subList(1, 3)).missing()).isEqualTo(1);
        assertThat(bars(and(BARS, BARS.get(0).replace("14:30", "15:30"))).unknown())
                .isEqualTo(1);
        assertThat(bars(and(BARS, BARS.get(0))).duplicated()).isEqualTo(1);
        for (String[] change : List.of(
                new String[] {"10.00, 12.50", "10.01, 12.50"},
                new String[] {"12.50", "12.51"},
                new String[] {"9.00", "9.01"},
                new String[] {"11.00, 7", "11.01, 7"},
                new String[] {"7.0000", "7.0001"},
                new String[] {"10.4285714286", "10.4285814286"},
                new String[] {"0, 4, 10", "0, 3, 10"})) {
            TradesAudit.Bars wrong = bars(with(BARS, 0, change[0], change[1]));
            assertThat(wrong.wrong())
                    .as("%s instead of %s", change[1], change[0])
                    .isEqualTo(1);
            assertThat(wrong.holds()).isFalse();
            assertThat(wrong.examples()).containsExactly("m1 of A from 2024-01-02 14:30:00.0 is wrong");
        }
    }

    @Test
    void ofACorrectedBarTheLastRevisionCounts() throws IOException, SQLException {
        List<String> corrected = and(
                with(BARS, 0, "0, 4, 10.00, 12.50", "0, 3, 10.00, 11.00"),
                BARS.get(0).replace("0, 4,", "1, 4,"));

        assertThat(bars(corrected).holds()).isTrue();
        assertThat(bars(corrected).corrected()).isEqualTo(1);
    }

    @Test
    void filesOfWhichNothingCouldBeProvedAreRefusedWithTheReason() throws IOException {
        TradesAudit.requireAuditable(directory, List.of(file));

        assertRefused("", "There is no line in the files");
        assertRefused("ts,symbol,price,quantity,sequence\n" + LINES, "without a header", "Line: 1");
        assertRefused(LINES.replace(",1.0000,6", ",1.0000,1"), "sequence number", "1, 2 times");
        assertRefused(LINES.replace(",1.0000,6", ",,6"), "has an empty field", "B, ");
        assertRefused(LINES.replace(",1.0000,6", ",1.0000"), "must be CSV", "ts,symbol,price,quantity,sequence");
        assertThatThrownBy(() -> TradesAudit.requireAuditable(directory, List.of()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("There is no file in " + directory);
    }

    private void assertRefused(String lines, String... reasons) throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.csv"), lines);
        assertThatThrownBy(() -> TradesAudit.requireAuditable(directory, List.of(wrong)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void priceTimesQuantityMayHaveMoreDigitsThanADecimalOfEither() throws IOException {
        Path large = Files.writeString(
                directory.resolve("large.csv"), "2024-01-02T14:30:00.000001Z,BTC,91725.26000000,1919.50900000,1\n");

        try (TradesAudit audit = TradesAudit.of(List.of(large))) {
            assertThat(audit.bars("m1", MINUTE, directory.resolve("no-table")).missing())
                    .isEqualTo(1);
        }
    }

    @Test
    void aTableThatIsNotThereLacksEverything() throws IOException {
        try (TradesAudit audit = TradesAudit.of(List.of(file))) {
            assertThat(audit.rows(directory.resolve("none")).missing()).isEqualTo(6);
            assertThat(audit.bars("m1", MINUTE, directory.resolve("none")).missing())
                    .isEqualTo(3);
        }
    }
}
