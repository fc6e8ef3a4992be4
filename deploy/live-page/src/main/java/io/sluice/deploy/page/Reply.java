package io.sluice.deploy.page;

import java.util.Map;

/** An answer to a request: a status, a type, a body, and headers beside those that every answer has. Immutable. */
final class Reply {
    private static final String JSON = "application/json; charset=utf-8";

    private final int status;
    private final String type;
    private final byte[] body;
    private final Map<String, String> headers;

    /** @param body is not changed any more */
    Reply(int status, String type, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    /** What went wrong, in one message. */
    private record Mistake(String error) {}

    static Reply json(Object value) {
        return new Reply(200, JSON, Json.bytes(value), Map.of());
    }

    static Reply error(int status, String message) {
        return new Reply(status, JSON, Json.bytes(new Mistake(message)), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
