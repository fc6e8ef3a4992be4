package io.sluice.deploy.command.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares trades in CSV files with the rows and the bars in Parquet. The lines are {@code ts,symbol,price,quantity,sequence};
 * a trade is known by its sequence number. Owned by one thread.
 */
public final class TradesAudit implements AutoCloseable {
    private static final int EXAMPLES = 5;

    /** What is compared in one step: so that the memory for it does not grow with the lines. */
    private static final long LINES_AT_ONCE = 2_000_000;

    private final Duck duck;
    private final long lines;
    private final long linesAtOnce;

    private TradesAudit(Duck duck, long lines, long linesAtOnce) {
        this.duck = duck;
        this.lines = lines;
        this.linesAtOnce = linesAtOnce;
    }

    /**
     * Reads the files.
     *
     * @param files CSV without a header; what cannot be read as a trade fails the audit
     */
    public static TradesAudit of(List<Path> files) throws AuditFailure {
        return of(files, LINES_AT_ONCE);
    }

    /**
     * The same, for more lines than there is memory for.
     *
     * @param scratch a file that is made for what does not fit
     * @param gigabytes how much memory it takes
     */
    public static TradesAudit of(List<Path> files, Path scratch, int gigabytes) throws AuditFailure {
        return of(files, new Duck(scratch, gigabytes), LINES_AT_ONCE);
    }

    static TradesAudit of(List<Path> files, long linesAtOnce) throws AuditFailure {
        return of(files, new Duck(), linesAtOnce);
    }

    private static TradesAudit of(List<Path> files, Duck duck, long linesAtOnce) throws AuditFailure {
        boolean ready = false;
        try {
            duck.run("create table lines as select epoch_us(ts) ts, symbol, price, quantity, sequence from read_csv("
                    + Duck.list(files)
                    + ", auto_detect=false, header=false, delim=',', quote='\"', columns={'ts': 'TIMESTAMP', 'symbol':"
                    + " 'VARCHAR', 'price': 'DECIMAL(18,8)', 'quantity': 'DECIMAL(18,8)', 'sequence': 'BIGINT'})");
            TradesAudit audit = new TradesAudit(duck, duck.numbers("select count(*) from lines")[0], linesAtOnce);
            ready = true;
            return audit;
        } finally {
            if (!ready) {
                duck.close();
            }
        }
    }

    /**
     * Looks at files of which nothing is known, before anything runs on them.
     *
     * @throws AuditFailure if an audit of them could not hold, whatever becomes of them
     */
    public static void requireAuditable(Path directory, List<Path> files) throws AuditFailure {
        if (files.isEmpty()) {
            throw new AuditFailure("There is no file in " + directory + ", so there is nothing to show.");
        }
        try (TradesAudit audit = of(files)) {
            if (audit.lines == 0) {
                throw new AuditFailure(
                        "There is no line in the files of " + directory + ", so there is nothing to show.");
            }
            audit.requireNone(
                    "select symbol, ts, price, quantity, sequence from lines where ts is null or symbol is null or price is"
                            + " null or quantity is null or sequence is null limit 1",
                    "a line of " + directory + " has an empty field");
            audit.requireNone(
                    "select sequence, count(*) || ' times' from lines group by all having count(*) > 1 limit 1",
                    "a sequence number is in the files of " + directory
                            + " more than once, so lines cannot be told apart");
        } catch (AuditFailure e) {
            if (e.getCause() == null) {
                throw e;
            }
            throw new AuditFailure(
                    "The files of " + directory
                            + " must be CSV without a header, of the columns ts,symbol,price,quantity,"
                            + "sequence (a time such as 2024-01-02T14:30:00.000001Z, text, two decimals, a number that no"
                            + " other line has). Other files: sluice up, which takes any columns. "
                            + e.getCause().getMessage().lines().limit(2).collect(Collectors.joining("; ")),
                    e);
        }
    }

    private void requireNone(String query, String mistake) throws AuditFailure {
        List<List<String>> found = duck.table(query);
        if (found.size() > 1) {
            throw new AuditFailure("Nothing can be proved: " + mistake + ": " + String.join(", ", found.get(1)) + ".");
        }
    }

    /** Lines in the files. */
    public long lines() {
        return lines;
    }

    /** How many windows of this length hold trades. */
    public long expectedBars(long micros) throws AuditFailure {
        return duck.numbers("select count(*) from (select distinct symbol, ts // " + micros + " from lines)")[0];
    }

    /** Rows that the newest revisions of the bars hold: as many as there are lines once all windows are closed. */
    public long rowsInBars(Path table) throws AuditFailure {
        return duck.hasFiles(table) ? duck.numbers("select sum(n)::bigint from (" + newest(table) + ")")[0] : 0;
    }

    /** What became of the lines. */
    public record Rows(
            long lines, long rows, long missing, long duplicated, long unknown, long altered, List<String> examples) {
        public boolean holds() {
            return lines == rows && missing == 0 && duplicated == 0 && unknown == 0 && altered == 0;
        }
    }

    /** Compares the lines with a table. */
    public Rows rows(Path table) throws AuditFailure {
        String source = duck.hasFiles(table)
                ? "select epoch_us(ts) ts, symbol, price, quantity, sequence from " + Duck.parquet(table)
                : "select * from lines where false";
        duck.run("create or replace temp table rows_out as " + source);
        duck.run("create or replace temp table counted (sequence bigint, l bigint, r bigint)");
        long rows = duck.numbers("select count(*) from rows_out")[0];
        long altered = 0;
        long parts = Math.max(lines, rows) / linesAtOnce + 1;
        for (long part = 0; part < parts; part++) {
            String here = " where hash(sequence) % " + parts + " = " + part;
            duck.run("insert into counted select sequence, coalesce(l.n, 0) l, coalesce(r.n, 0) r"
                    + " from (select sequence, count(*) n from lines" + here + " group by all) l"
                    + " full join (select sequence, count(*) n from rows_out" + here + " group by all) r"
                    + " using (sequence) where coalesce(l.n, 0) <> coalesce(r.n, 0)");
            altered += duck.numbers("select count(*) from (from rows_out" + here + ") r semi join (from lines" + here
                    + ") l using (sequence) where not exists (select 1 from (from lines" + here
                    + ") s where s.sequence = r.sequence and (s.ts, s.symbol, s.price, s.quantity)"
                    + " is not distinct from (r.ts, r.symbol, r.price, r.quantity))")[0];
        }
        long[] counted = duck.numbers("select sum(case when l > r then l - r else 0 end)::bigint,"
                + " sum(case when r > l and l > 0 then r - l else 0 end)::bigint,"
                + " sum(case when l = 0 then r else 0 end)::bigint from counted");
        List<String> examples = new ArrayList<>();
        List<List<String>> first = duck.table("select sequence, l, r from counted order by sequence limit " + EXAMPLES);
        for (List<String> row : first.subList(1, first.size())) {
            examples.add("sequence " + row.get(0) + " is in " + row.get(1) + " line(s) and " + row.get(2) + " row(s)");
        }
        return new Rows(lines, rows, counted[0], counted[1], counted[2], altered, List.copyOf(examples));
    }

    /** What became of the bars of one window. */
    public record Bars(
            String window,
            long expected,
            long found,
            long missing,
            long wrong,
            long unknown,
            long duplicated,
            long corrected,
            List<String> examples) {
        public boolean holds() {
            return missing == 0 && wrong == 0 && unknown == 0 && duplicated == 0;
        }
    }

    /** Computes the bars of a length anew and compares each with a table's. */
    public Bars bars(String window, long micros, Path table) throws AuditFailure {
        duck.run("create or replace temp table expected as select symbol, ts // " + micros + " * " + micros + " s,"
                + " count(*) n, first(price order by ts, sequence) o, max(price) h, min(price) l,"
                + " last(price order by ts, sequence) c, sum(quantity) v, sum(price * quantity::double) pv"
                + " from lines group by all");
        long expected = duck.numbers("select count(*) from expected")[0];
        if (!duck.hasFiles(table)) {
            return new Bars(window, expected, 0, expected, 0, 0, 0, 0, List.of("there is no table " + table));
        }
        duck.run("create or replace temp table found as " + newest(table));
        duck.run("create or replace temp table differing as select coalesce(e.symbol, f.symbol) symbol,"
                + " coalesce(e.s, f.s) s, e.n is null as is_extra, f.n is null as is_missing from expected e"
                + " full join found f on e.symbol = f.symbol and e.s = f.s where e.n is null or f.n is null"
                + " or (e.n, e.o, e.h, e.l, e.c, e.v) is distinct from (f.n, f.o, f.h, f.l, f.c, f.v)"
                + " or f.trades <> e.n or (f.vwap is null) <> (e.v = 0)"
                + " or abs(f.vwap::double - e.pv::double / e.v::double) > 1e-6 + 1e-9 * abs(f.vwap::double)");
        long[] counts = duck.numbers("select count(*) filter (is_missing), count(*) filter (is_extra),"
                + " count(*) filter (not is_missing and not is_extra) from differing");
        long[] all =
                duck.numbers("select count(*), (select count(*) from found), (select count(*) from (select distinct"
                        + " symbol, start, revision from " + Duck.parquet(table) + ")) from " + Duck.parquet(table));
        List<String> examples = new ArrayList<>();
        List<List<String>> first = duck.table(
                "select symbol, make_timestamp(s), is_missing, is_extra from differing order by s, symbol limit "
                        + EXAMPLES);
        for (List<String> row : first.subList(1, first.size())) {
            String what = row.get(2).equals("true") ? "missing" : row.get(3).equals("true") ? "unknown" : "wrong";
            examples.add(window + " of " + row.get(0) + " from " + row.get(1) + " is " + what);
        }
        return new Bars(
                window,
                expected,
                all[1],
                counts[0],
                counts[2],
                counts[1],
                all[0] - all[2],
                all[2] - all[1],
                List.copyOf(examples));
    }

    /** The last revision of each bar, which has all its late rows. */
    private static String newest(Path table) {
        return "select symbol, epoch_us(start) s, \"rows\" n, open o, high h, low l, close c, volume v, vwap, trades from "
                + Duck.parquet(table) + " where not gap qualify row_number() over (partition by symbol, start order by"
                + " revision desc) = 1";
    }

    /** The query that is shown to the user. */
    public static String query(Path table) {
        return "select symbol, count(*) as trades, min(price) as low, max(price) as high,"
                + " round(sum(price * quantity::double) / sum(quantity), 4) as vwap\nfrom read_parquet('" + table
                + "/**/*.parquet') group by symbol order by symbol";
    }

    /** Its result: the names of the columns, then the rows. */
    public List<List<String>> ask(String query) throws AuditFailure {
        return duck.table(query);
    }

    @Override
    public void close() throws AuditFailure {
        duck.close();
    }
}
