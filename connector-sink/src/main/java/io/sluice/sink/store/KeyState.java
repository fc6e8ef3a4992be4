package io.sluice.sink.store;

import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.KeyInfo;
import java.util.List;

/**
 * A key as it was at one moment. Immutable.
 *
 * @param files in the order in which they were committed
 */
public record KeyState(Key key, KeyInfo info, List<DataFile> files) {
    public KeyState {
        files = List.copyOf(files);
    }

    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(DataFile::bytes).sum();
    }
}
