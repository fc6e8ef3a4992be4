package io.sluice.source.tail;

/** The states of files cannot be read now; perhaps they can be later. The message says what was asked for. */
public final class StatesUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StatesUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
