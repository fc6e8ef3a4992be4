package io.sluice.sink;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A reader who knows nothing of logs: all files of a directory that are called like one. Owned by the test's thread. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("SET TimeZone='UTC'");
        }
    }

    /** What {@code read_parquet} is given for a table. */
    static String files(Path table) {
        return "read_parquet('" + table + "/**/*.parquet', union_by_name=true, hive_partitioning=false)";
    }

    /** Rows as lists of texts; a null as null. */
    List<List<String>> rows(String query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** One column of texts. */
    List<String> column(String query) throws SQLException {
        return rows(query).stream().map(row -> row.get(0)).toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
