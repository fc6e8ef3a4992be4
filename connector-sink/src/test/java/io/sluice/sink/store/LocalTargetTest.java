package io.sluice.sink.store;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The contracts of targets and of the protocol, on a disk in memory. */
class LocalTargetTest extends ProtocolContract {
    private final Map<String, MemoryVfs> disks = new HashMap<>();

    @Override
    Target open(String place) throws IOException {
        if (!disks.containsKey(place)) {
            disks.put(place, Disk.empty());
        }
        return Disk.target(disks.get(place).process());
    }
}
