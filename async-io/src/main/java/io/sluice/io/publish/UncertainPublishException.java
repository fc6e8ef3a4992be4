package io.sluice.io.publish;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Nobody can say whether the target holds the new content, or whether it still will after a crash: the last step failed
 * and reading back did not settle it. What the target holds is whole in any case, the old or the new. Read the target to
 * find out, or publish again.
 */
public final class UncertainPublishException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    UncertainPublishException(Path target, String what, IOException cause) {
        super(
                target.toString(),
                null,
                what + ", so it is unknown whether the new content is there and durable (" + cause.getMessage()
                        + "). Read the file to find out, or publish again");
        initCause(cause);
    }
}
