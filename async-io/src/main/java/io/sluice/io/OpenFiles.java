package io.sluice.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one file system that are open, so that closing it closes them. As many as the open-file limit at most. */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    private final Set<OpenFile> files = ConcurrentHashMap.newKeySet();

    OpenFile add(OpenFile file) {
        files.add(file);
        return file;
    }

    void remove(OpenFile file) {
        files.remove(file);
    }

    /** Closes what its owners have left open; they are told, because what they had not synced may be lost. */
    void closeAll() {
        List<Path> left = new ArrayList<>();
        for (OpenFile file : files) {
            left.add(file.path());
            var unused = file.close();
        }
        if (!left.isEmpty()) {
            LOG.warn("Closing {} files that were left open when their file system closed: {}", left.size(), left);
        }
    }
}
