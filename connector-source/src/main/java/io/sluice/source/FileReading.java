package io.sluice.source;

import io.sluice.source.retire.StoredMoments;
import io.sluice.source.tail.StateStore;
import io.sluice.source.tail.TailReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading side of a task, with what is to be closed after it. Made and ended by the task.
 *
 * @param resources closed in this order once the reader has ended
 */
record FileReading(TailReader<FileRecord> reader, List<AutoCloseable> resources) {

    private static final Logger LOG = LoggerFactory.getLogger(FileReading.class);

    /** Makes the reading side of a task, without starting it. */
    @FunctionalInterface
    interface Opening {
        FileReading open(SourceConfig config, StateStore states, SourceMetrics metrics, StoredMoments stored)
                throws IOException;
    }

    FileReading {
        resources = List.copyOf(resources);
    }

    /** Ends the reading, waiting for the step that is under way, but no longer than so. */
    void end(Duration longest) throws InterruptedException {
        if (!reader.end(longest)) {
            LOG.warn("The reader is still busy after {}; what it reads is not used any more", longest);
        }
        for (AutoCloseable resource : resources) {
            close(resource);
        }
    }

    private static void close(AutoCloseable resource) throws InterruptedException {
        try {
            resource.close();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} could not be closed; it was only read from", resource, e);
        }
    }
}
