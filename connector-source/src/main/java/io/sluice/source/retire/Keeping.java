package io.sluice.source.retire;

import java.io.IOException;
import java.nio.file.Path;

/** Makes sure that a file may be removed: that it is what was read, and, if it is to be kept elsewhere, that it is there. */
@FunctionalInterface
interface Keeping {

    /**
     * What was found and done.
     *
     * @param isSame whether the file is, to the byte, what was read; if not, nothing was done
     * @param target where it is kept, outlasting a crash; null if it is not
     * @param isNew whether this call put it there
     */
    record Kept(boolean isSame, Path target, boolean isNew) {
        static final Kept CHANGED = new Kept(false, null, false);
        static final Kept NOWHERE = new Kept(true, null, false);
    }

    Kept keep(OpenedFile file) throws IOException;
}
