package io.sluice.record;

/** A record that claims to be a chunk of a file but breaks the chunk contract. The message says how. */
public final class MalformedChunkException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    MalformedChunkException(String message) {
        super(message);
    }
}
