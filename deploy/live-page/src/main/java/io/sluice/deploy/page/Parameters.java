package io.sluice.deploy.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request; what is wrong with one is an {@link IllegalArgumentException} for the user. Immutable. */
final class Parameters {
    private static final int MOST_CHARACTERS = 8_192;

    private final Map<String, String> values = new HashMap<>();

    /** @param raw the query of the URL; null for none */
    Parameters(String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        if (raw.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("The query is longer than " + MOST_CHARACTERS + " characters");
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    String required(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    boolean yes(String name) {
        return text(name).equals("true");
    }

    /** Between 0 and {@code most}. */
    int count(String name, int otherwise, int most) {
        Long value = number(name);
        if (value == null) {
            return otherwise;
        }
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be from 0 to " + most);
        }
        return value.intValue();
    }

    /** Null if it is not there. */
    Long number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + value + "'; it must be a whole number", e);
        }
    }
}
