package io.sluice.io.vfs;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What an opener of a lock file held is gone or keeps nobody off any more, as when the file was replaced. The opener is of
 * no further use: whoever holds it acts as one without a lock, closes it and opens the file again.
 */
public final class LostLockException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    LostLockException(Path path, String reason) {
        super(path.toString(), null, reason + ", so its locks keep no one off; close it and open it again");
    }

    static LostLockException replaced(Path path) {
        return new LostLockException(path, "the lock file was removed or replaced after it was opened");
    }
}
