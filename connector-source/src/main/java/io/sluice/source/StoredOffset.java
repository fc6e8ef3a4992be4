package io.sluice.source;

import io.sluice.source.tail.FramePoint;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * What Connect stores with a record, computed when it is first looked at: of many thousand records of a file only the last one
 * of a transaction is. Read by one thread at a time; two that race compute the same.
 */
final class StoredOffset extends AbstractMap<String, Object> {

    private final FramePoint point;
    private volatile Map<String, Object> map;

    StoredOffset(FramePoint point) {
        this.point = point;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> known = map;
        if (known == null) {
            known = point.state().toMap();
            map = known;
        }
        return known.entrySet();
    }
}
