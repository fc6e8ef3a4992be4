package io.sluice.deploy.command.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.log.DataFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the commands print for programs. */
final class Json {
    private static final ObjectWriter WRITER = new ObjectMapper().writer();

    private Json() {}

    static String text(Map<String, ?> object) throws IOException {
        return WRITER.writeValueAsString(object);
    }

    static Map<String, Object> of(KeyState key) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", key.key().text());
        object.put("rows", key.rows());
        object.put("bytes", key.bytes());
        object.put("files", key.files().size());
        if (key.info() != null) {
            object.put("schemaVersion", key.info().schemaVersion());
            object.put("provider", key.info().provider());
            object.put("created", String.valueOf(key.info().created()));
            object.put("updated", String.valueOf(key.info().updated()));
            object.put("attributes", key.info().attributes());
        }
        return object;
    }

    static Map<String, Object> of(DataFile file) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", file.name());
        object.put("rows", file.rows());
        object.put("bytes", file.bytes());
        object.put("checksum", file.checksum());
        if (file.first() != null) {
            object.put("first", file.first());
            object.put("last", file.last());
        }
        Map<String, Object> ranges = new LinkedHashMap<>();
        file.ranges().forEach((column, range) -> ranges.put(column, new String[] {range.least(), range.greatest()}));
        object.put("ranges", ranges);
        return object;
    }
}
