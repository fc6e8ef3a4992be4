package io.sluice.deploy.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code sluice --version} prints; the build writes the numbers. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties versions = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            versions.load(file);
        }
        return new String[] {
            "sluice " + versions.getProperty("sluice"),
            "Kafka " + versions.getProperty("kafka"),
            "Java " + Runtime.version()
        };
    }
}
