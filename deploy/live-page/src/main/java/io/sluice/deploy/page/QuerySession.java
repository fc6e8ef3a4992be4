package io.sluice.deploy.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A DuckDB in memory for one query, which can read the tables and nothing else, and change nothing: what a query leaves behind goes
 * with it. Used by one thread; any may {@link #stop} it.
 */
final class QuerySession implements AutoCloseable {
    static final int MOST_ROWS = 1_000;
    static final int MOST_COLUMNS = 100;
    static final int MOST_CHARACTERS = 1_000;

    /** Of all cells together. */
    static final int MOST_CHARACTERS_IN_ALL = 4_000_000;

    /** The functions that make tables of nothing but their arguments. All others read files, or what DuckDB knows. */
    private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series", "unnest");

    /** No other files, no network, no extensions, not all of the machine. */
    private static final List<String> LIMITS = List.of(
            "SET threads = 1",
            "SET memory_limit = '256MB'",
            "SET temp_directory = ''",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false");

    /** What no file is called that DuckDB would read: those it knows by their endings. */
    private static final Pattern NAME = Pattern.compile("[^./\\\\]+");

    private static final Pattern PATTERN = Pattern.compile("[*?\\[]");

    private static final String TABLE_NAME = "table_name";

    private final QueryTables tables;
    private final Connection connection;
    private final Statement statement;
    private final Object stopping = new Object();
    private boolean closed;
    private volatile boolean stopped;

    private QuerySession(QueryTables tables, Connection connection) throws SQLException {
        this.tables = tables;
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    record Rows(List<QueryBox.Column> columns, List<List<String>> rows, boolean truncated) {}

    static QuerySession open(QueryTables tables) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try {
            return new QuerySession(tables, connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Rows ask(String sql) throws SQLException {
        String select = withoutEnd(sql);
        Map<String, Path> asked = tables.named(tableNames(select));
        for (String limit : LIMITS) {
            run(limit);
        }
        lock(asked);
        return rows(select);
    }

    private static String withoutEnd(String sql) {
        int end = sql.length();
        while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
            end--;
        }
        return sql.substring(0, end);
    }

    /** Of one SELECT. DuckDB's own parser decides: it turns nothing but SELECT into JSON. */
    private Set<String> tableNames(String sql) throws SQLException {
        String json;
        try (PreparedStatement parse = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)::VARCHAR")) {
            parse.setString(1, sql);
            try (ResultSet result = parse.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("The statement cannot be read.");
                }
                json = result.getString(1);
            }
        }
        JsonNode parsed = Json.tree(json);
        if (parsed.path("error").asBoolean(true)) {
            // DuckDB's own word for a statement that is no SELECT.
            boolean other = parsed.path("error_type").asText().equals("not implemented");
            throw new SQLException(
                    other
                            ? "Only SELECT can be asked here."
                            : parsed.path("error_message").asText());
        }
        if (parsed.path("statements").size() != 1) {
            throw new SQLException("One statement at a time can be asked here.");
        }
        Set<String> names = new HashSet<>();
        requireTablesOnly(parsed, names);
        return names;
    }

    /**
     * That DuckDB reads nothing outside of some directories is a comparison of paths, which a path with enough dots passes. So
     * nothing that takes a path may be asked: no function that makes a table of a file, and no file in a table's place.
     *
     * @param names gets the tables' names
     */
    private static void requireTablesOnly(JsonNode node, Set<String> names) throws SQLException {
        String kind = node.path("type").asText();
        if (kind.equals("TABLE_FUNCTION")) {
            String function = node.path("function").path("function_name").asText();
            if (!TABLE_FUNCTIONS.contains(function.toLowerCase(Locale.ROOT))) {
                throw new SQLException("The tables can be asked, and not the function " + function + ".");
            }
        }
        if (kind.equals("BASE_TABLE")
                && !NAME.matcher(node.path(TABLE_NAME).asText()).matches()) {
            throw new SQLException(
                    "The tables can be asked, and not " + node.path(TABLE_NAME).asText() + ".");
        }
        if (node.path(TABLE_NAME).isTextual()) {
            // Quoted still where a table is to be described.
            names.add(node.path(TABLE_NAME).asText().replace("\"", ""));
        }
        for (JsonNode inner : node) {
            requireTablesOnly(inner, names);
        }
    }

    /**
     * The views first: what is locked lets none be made that reads another directory. Only of tables that are asked for, as to make
     * one reads the ends of all its files.
     */
    private void lock(Map<String, Path> asked) throws SQLException {
        run("SET allowed_directories = "
                + tables.here().values().stream()
                        .map(directory -> quoted(directory.toAbsolutePath().normalize() + "/"))
                        .collect(Collectors.joining(", ", "[", "]")));
        run("SET enable_external_access = false");
        for (Map.Entry<String, Path> table : asked.entrySet()) {
            requireNoPattern(table.getKey(), table.getValue());
            String files = quoted(table.getValue().toAbsolutePath().normalize() + "/**/*.parquet");
            if (hasFiles(table.getKey(), files)) {
                run("CREATE VIEW \"" + table.getKey().replace("\"", "\"\"") + "\" AS SELECT * FROM read_parquet("
                        + files + ", union_by_name = true, hive_partitioning = false)");
            }
        }
        run("SET lock_configuration = true");
    }

    /** It would find other files, or none. */
    private static void requireNoPattern(String table, Path directory) throws SQLException {
        if (PATTERN.matcher(directory.toString()).find()) {
            throw new SQLException("Table " + table + " is in " + directory
                    + ", which DuckDB takes for a pattern, because of *, ? or [ in it: the query box cannot read it.");
        }
    }

    /** That DuckDB reads the ends of files cannot be stopped, so there may not be too many. */
    private boolean hasFiles(String table, String files) throws SQLException {
        requireGoingOn();
        try (ResultSet result = statement.executeQuery(
                "SELECT count(*) FROM (SELECT 1 FROM glob(" + files + ") LIMIT " + (tables.mostFiles() + 1) + ")")) {
            long count = result.next() ? result.getLong(1) : 0;
            if (count > tables.mostFiles()) {
                throw new SQLException("Table " + table + " has more than " + tables.mostFiles()
                        + " files, which is too many for the query box. A DuckDB of your own can query them: from"
                        + " read_parquet(" + files + ", union_by_name = true, hive_partitioning = false)");
            }
            return count > 0;
        }
    }

    /** Cells are cut by DuckDB, so that a large one does not come here. */
    private Rows rows(String select) throws SQLException {
        List<QueryBox.Column> columns = columns(select);
        List<String> names =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).toList();
        String cells = names.stream()
                .map(name -> "left(CAST(" + name + " AS VARCHAR), " + (MOST_CHARACTERS + 1) + ")")
                .collect(Collectors.joining(", "));
        List<List<String>> rows = new ArrayList<>();
        int characters = 0;
        requireGoingOn();
        try (ResultSet result = statement.executeQuery("SELECT " + cells + " FROM (\n" + select + "\n) AS asked("
                + String.join(", ", names) + ") LIMIT " + (MOST_ROWS + 1))) {
            while (result.next()) {
                if (rows.size() == MOST_ROWS || characters > MOST_CHARACTERS_IN_ALL) {
                    return new Rows(columns, rows, true);
                }
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    String cell = cut(result.getString(i));
                    characters += cell == null ? 0 : cell.length();
                    row.add(cell);
                }
                rows.add(row);
            }
        }
        return new Rows(columns, rows, false);
    }

    private static String cut(String cell) {
        return cell == null || cell.length() <= MOST_CHARACTERS ? cell : cell.substring(0, MOST_CHARACTERS) + "…";
    }

    private List<QueryBox.Column> columns(String select) throws SQLException {
        requireGoingOn();
        try (PreparedStatement prepared = connection.prepareStatement(select)) {
            ResultSetMetaData found = prepared.getMetaData();
            if (found.getColumnCount() > MOST_COLUMNS) {
                throw new SQLException("The result has " + found.getColumnCount() + " columns; at most " + MOST_COLUMNS
                        + " are shown. Name those you want.");
            }
            List<QueryBox.Column> columns = new ArrayList<>();
            for (int i = 1; i <= found.getColumnCount(); i++) {
                columns.add(new QueryBox.Column(found.getColumnLabel(i), found.getColumnTypeName(i)));
            }
            return columns;
        }
    }

    private void requireGoingOn() throws SQLException {
        if (stopped) {
            throw new SQLException("The query was stopped.");
        }
    }

    private void run(String sql) throws SQLException {
        requireGoingOn();
        boolean unused = statement.execute(sql);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Ends what runs now, with an exception there, and lets nothing more begin. Called again while it has not ended. */
    void stop() {
        stopped = true;
        synchronized (stopping) {
            if (!closed) {
                try {
                    statement.cancel();
                } catch (SQLException notYet) {
                    // The next call tries again; a task of the clock that throws would be its last.
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        synchronized (stopping) {
            closed = true;
        }
        try (connection;
                statement) {
            // Closed in this order's reverse.
        }
    }
}
