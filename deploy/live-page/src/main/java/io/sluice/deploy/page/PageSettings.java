package io.sluice.deploy.page;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the page is served, and what its query box may read. Immutable.
 *
 * @param address to listen on: a host name or an address
 * @param port 0 for a free one
 * @param hosts names that browsers may call this machine by, beside those of the loopback
 * @param tables the directories of tables by name: each is a view in the query box, and nothing else can be read there
 * @param elsewhere where tables are that are in no directory, by name: who asks for one of them is told so
 */
public record PageSettings(
        String address, int port, List<String> hosts, Map<String, Path> tables, Map<String, String> elsewhere) {
    public static final String LOOPBACK = "127.0.0.1";

    private static final int HIGHEST_PORT = 65_535;

    public PageSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("The page's port is " + port + "; it must be 0 (a free one) to 65535");
        }
        hosts = List.copyOf(hosts);
        tables = new TreeMap<>(tables);
        elsewhere = new TreeMap<>(elsewhere);
    }

    /** On the loopback. */
    public static PageSettings onLoopback(int port, Map<String, Path> tables) {
        return new PageSettings(LOOPBACK, port, List.of(), tables, Map.of());
    }
}
