package io.sluice.source.scan;

import java.io.IOException;

/** There is more below the roots than the settings allow. A later pass goes on if there is less by then. */
public final class ScanLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    ScanLimitException(String setting, int limit, String what, ScanRoot root) {
        super(setting + " is " + limit + ", but there are more " + what + " below the roots; one too many is in root '"
                + root.id() + "' at " + root.directory() + ": raise " + setting + ", or narrow include and exclude");
    }
}
