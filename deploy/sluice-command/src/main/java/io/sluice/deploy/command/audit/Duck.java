package io.sluice.deploy.command.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A DuckDB, with as few ways to ask it as are needed here. Owned by one thread. */
final class Duck implements AutoCloseable {
    private final Connection connection;

    /** In memory. */
    Duck() throws AuditFailure {
        this("", 1);
    }

    /** In a file, for more than there is memory for. */
    Duck(Path file, int gigabytes) throws AuditFailure {
        this(file.toString(), gigabytes);
    }

    private Duck(String place, int gigabytes) throws AuditFailure {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:" + place);
            run("set memory_limit='" + gigabytes + "GB'");
        } catch (SQLException e) {
            throw new AuditFailure("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    void run(String sql) throws AuditFailure {
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        } catch (SQLException e) {
            throw new AuditFailure("DuckDB fails: " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** The one row's numbers; a null is 0. */
    long[] numbers(String sql) throws AuditFailure {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new SQLException("no row");
            }
            long[] numbers = new long[result.getMetaData().getColumnCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = result.getLong(i + 1);
            }
            return numbers;
        } catch (SQLException e) {
            throw new AuditFailure("DuckDB fails: " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** The names of the columns, then the rows, as text. */
    List<List<String>> table(String sql) throws AuditFailure {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            List<List<String>> table = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i));
            }
            table.add(names);
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                table.add(row);
            }
            return table;
        } catch (SQLException e) {
            throw new AuditFailure("DuckDB fails: " + e.getMessage() + " in: " + sql, e);
        }
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String list(List<Path> files) {
        return files.stream().map(file -> quoted(file.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Every visible Parquet file of a table, as a reader finds them who knows no commit log. */
    static String parquet(Path table) {
        return "read_parquet(" + quoted(table + "/**/*.parquet") + ", hive_partitioning=false)";
    }

    /** Whether a table has files. */
    boolean hasFiles(Path table) throws AuditFailure {
        return numbers("select count(*) from glob(" + quoted(table + "/**/*.parquet") + ")")[0] > 0;
    }

    @Override
    public void close() throws AuditFailure {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AuditFailure("DuckDB cannot be closed: " + e.getMessage(), e);
        }
    }
}
