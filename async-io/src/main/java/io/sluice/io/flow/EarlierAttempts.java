package io.sluice.io.flow;

import java.util.List;

/** Goes with the error of a last attempt and lists, as its suppressed exceptions, the errors of those before it. */
public final class EarlierAttempts extends Exception {
    private static final long serialVersionUID = 1;

    EarlierAttempts(String message, List<Throwable> errors) {
        super(message, null, true, false);
        errors.forEach(this::addSuppressed);
    }
}
