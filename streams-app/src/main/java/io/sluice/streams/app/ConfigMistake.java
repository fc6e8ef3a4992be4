package io.sluice.streams.app;

/** A mistake in the configuration: one message that names the key, its value and the remedy. */
final class ConfigMistake extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ConfigMistake(String key, String value, String remedy) {
        super(key + (value == null ? " is not set; " : " is '" + value + "'; ") + remedy);
    }
}
