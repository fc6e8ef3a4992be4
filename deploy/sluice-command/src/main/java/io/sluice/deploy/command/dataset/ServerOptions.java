package io.sluice.deploy.command.dataset;

import java.net.URI;
import picocli.CommandLine.Option;

/** How to reach S3: what several commands have in common. Credentials come from the environment only. */
public final class ServerOptions {
    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "A server that speaks S3 and is not Amazon's, such as http://localhost:9000.")
    URI endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "Default: what the environment says.")
    String region;

    @Option(
            names = "--host-style",
            description = "With --endpoint: the bucket stands in the host's name, and not in the path.")
    boolean hostStyle;
}
