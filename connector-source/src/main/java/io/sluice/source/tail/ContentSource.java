package io.sluice.source.tail;

import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Content;
import java.io.IOException;

/** Opens what a file holds. The content closes the file. */
@FunctionalInterface
public interface ContentSource {
    Content open(VfsFile file) throws IOException;
}
