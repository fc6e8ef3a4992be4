package io.sluice.io.publish;

import java.io.IOException;

/** Writes the content of a file that is published when it returns, and discarded when it throws. */
@FunctionalInterface
public interface DraftWriter {
    void writeTo(Draft draft) throws IOException;
}
