package io.sluice.deploy.command.audit;

import java.io.IOException;

/** The audit could not be made, which says nothing of what it was to find. */
public final class AuditFailure extends IOException {
    private static final long serialVersionUID = 1L;

    AuditFailure(String message) {
        super(message);
    }

    AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
