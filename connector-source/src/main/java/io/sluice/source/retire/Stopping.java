package io.sluice.source.retire;

import java.io.IOException;

/** Ends long work early. */
@FunctionalInterface
interface Stopping {

    /** Throws an {@link IOException} if what is under way is to end here. */
    void check() throws IOException;
}
