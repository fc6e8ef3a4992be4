package io.sluice.deploy.command.verify;

import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.KeyState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The rows of a data set, of which a check sees the columns that it asks for. One thread. */
final class DataSetRows {
    private final DataSet dataSet;
    // A column that a check asks for and that a file does not have, and what the file has.
    private Optional<Lacking> lacking = Optional.empty();

    /**
     * What a check cannot do without.
     *
     * @param column that is not there
     * @param present the columns that are
     */
    record Lacking(String column, List<String> present) {
        Lacking {
            present = List.copyOf(present);
        }
    }

    DataSetRows(DataSet dataSet) {
        this.dataSet = dataSet;
    }

    /** Shows the check every row; returns what keeps it from that. */
    Optional<Lacking> show(LineCheck check) throws IOException {
        for (KeyState state : dataSet.states("")) {
            dataSet.read(state.key(), (file, content) -> {
                if (lacking.isEmpty()) {
                    GroupRows.read(content, Long.MAX_VALUE, all -> projected(all, check), check::row);
                }
            });
        }
        return lacking;
    }

    private MessageType projected(MessageType all, LineCheck check) {
        for (String column : check.columns()) {
            if (!all.containsField(column)) {
                lacking = Optional.of(new Lacking(
                        column, all.getFields().stream().map(Type::getName).toList()));
                return new MessageType(all.getName());
            }
        }
        return new MessageType(
                all.getName(), check.columns().stream().map(all::getType).toList());
    }
}
