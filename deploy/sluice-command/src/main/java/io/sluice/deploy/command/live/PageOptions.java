package io.sluice.deploy.command.live;

import io.sluice.deploy.page.PageSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a command serves its live page. Filled in by the command line. */
public final class PageOptions {
    /** Where a page that was left open finds the pipeline again. */
    static final int USUAL_PORT = 7_080;

    @Option(
            names = "--page-port",
            paramLabel = "PORT",
            description = "The port of the live page; 0 for a free one. Default: " + USUAL_PORT
                    + ", or a free one if that is taken.")
    private Integer port;

    @Option(
            names = "--page-address",
            paramLabel = "ADDRESS",
            defaultValue = PageSettings.LOOPBACK,
            description =
                    "The address that the live page listens on (default: ${DEFAULT-VALUE}, for this machine only).")
    private String address;

    @Option(
            names = "--page-host",
            paramLabel = "NAME",
            description = "A name that browsers may ask for the live page by, beside localhost. May be repeated.")
    private List<String> hosts = List.of();

    @Option(names = "--no-page", description = "Serve no live page.")
    private boolean none;

    private PageOptions() {}

    boolean isWanted() {
        return !none;
    }

    /** Null if the user named none. */
    Integer port() {
        return port;
    }

    String address() {
        return address;
    }

    List<String> hosts() {
        return List.copyOf(hosts);
    }
}
