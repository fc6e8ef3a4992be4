package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;

/** What tells a data set from every other, also from a copy of its logs in another place. Immutable. */
public record DataSetIdentity(int format, String id, Instant created) {
    static final String NAME = "_sluice/dataset.json";
    private static final int MOST_BYTES = 1 << 16;

    public static Optional<DataSetIdentity> read(Target target) throws IOException {
        try {
            String where = target.location() + "/" + NAME;
            DataSetIdentity found = LogJson.read(where, target.read(NAME, MOST_BYTES), DataSetIdentity.class);
            if (found.format > Entry.FORMAT || found.id == null) {
                throw new DamagedLogException(where, "it is in format " + found.format, null);
            }
            return Optional.of(found);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Reads it, or gives the data set one. */
    public static DataSetIdentity readOrCreate(Target target, StagingArea staging) throws IOException {
        Optional<DataSetIdentity> found = read(target);
        if (found.isPresent()) {
            // Its creator may have ended before it was durable.
            target.settle("_sluice");
            return found.get();
        }
        DataSetIdentity fresh = new DataSetIdentity(Entry.FORMAT, HexText.of(target.random()), target.now());
        try {
            target.create(NAME, LogJson.bytes(fresh), staging);
            return fresh;
        } catch (FileAlreadyExistsException raced) {
            target.settle("_sluice");
            return read(target).orElseThrow(() -> raced);
        }
    }
}
