package io.sluice.deploy.page;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables that the query box knows, by names of any case. Immutable.
 *
 * @param here the directories of those that can be asked
 * @param elsewhere where the others are
 * @param mostFiles that a table may have which is asked
 */
record QueryTables(Map<String, Path> here, Map<String, String> elsewhere, int mostFiles) {
    /** To read the ends of so many takes a second or two each time. */
    static final int MOST_FILES = 10_000;

    QueryTables {
        here = anyCase(here);
        elsewhere = anyCase(elsewhere);
    }

    private static <T> Map<String, T> anyCase(Map<String, T> map) {
        Map<String, T> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tables.putAll(map);
        return tables;
    }

    /** Those of them that a query names. */
    Map<String, Path> named(Set<String> names) throws SQLException {
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(names);
        for (Map.Entry<String, String> table : elsewhere.entrySet()) {
            if (wanted.contains(table.getKey())) {
                throw new SQLException("Table " + table.getKey() + " is in " + table.getValue()
                        + ". The query box reads local tables only; its commits are shown above. A DuckDB of your own"
                        + " with its httpfs extension can query it.");
            }
        }
        Map<String, Path> found = new TreeMap<>();
        here.forEach((name, directory) -> {
            if (wanted.contains(name)) {
                found.put(name, directory);
            }
        });
        return found;
    }
}
