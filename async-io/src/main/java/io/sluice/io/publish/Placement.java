package io.sluice.io.publish;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a rename or a link that answered with an error has done, found out by looking. */
enum Placement {
    IN_PLACE,
    NOT_IN_PLACE,
    UNKNOWN;

    /**
     * @param written the draft as it was before the step
     */
    static Placement readBack(Vfs vfs, Path draft, Path target, FileStat written) {
        try {
            if (written.inode() == 0) {
                // No identities here, so all there is to see is that nothing has happened.
                return isThere(vfs, draft) && !isThere(vfs, target) ? NOT_IN_PLACE : UNKNOWN;
            }
            return vfs.statLink(target).sameFile(written) ? IN_PLACE : NOT_IN_PLACE;
        } catch (NoSuchFileException nothingThere) {
            return NOT_IN_PLACE;
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }

    private static boolean isThere(Vfs vfs, Path path) throws IOException {
        try {
            vfs.statLink(path);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }
}
