package io.sluice.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build a connector is: what {@code version.properties} beside its class says. */
public final class Version {

    private static final String FILE = "version.properties";

    private Version() {}

    public static String of(Class<?> connector) {
        try (InputStream in = connector.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing beside " + connector.getName());
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
