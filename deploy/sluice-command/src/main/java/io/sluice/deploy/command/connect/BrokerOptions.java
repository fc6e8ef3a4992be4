package io.sluice.deploy.command.connect;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How to reach brokers: what several commands have in common. */
public final class BrokerOptions {
    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Brokers, with commas between.")
    private String bootstrap;

    @Option(
            names = "--bootstrap-config",
            paramLabel = "FILE",
            description = "Properties of a client, for brokers that ask who you are: see deploy/secured.")
    private Path bootstrapConfig;

    /** Properties of a client; empty if no brokers were named. */
    public Optional<Properties> client(CommandSpec spec) throws IOException {
        if (bootstrap == null && bootstrapConfig == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        if (bootstrapConfig != null) {
            try (Reader reader = Files.newBufferedReader(bootstrapConfig)) {
                properties.load(reader);
            }
        }
        if (bootstrap != null) {
            properties.setProperty("bootstrap.servers", bootstrap);
        }
        if (properties.getProperty("bootstrap.servers") == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name the brokers: --bootstrap, or bootstrap.servers in " + bootstrapConfig + ".");
        }
        return Optional.of(properties);
    }
}
