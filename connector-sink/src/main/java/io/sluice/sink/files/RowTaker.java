package io.sluice.sink.files;

import io.sluice.sink.rows.BadRecordException;
import io.sluice.sink.rows.RecordRows;
import io.sluice.sink.rows.Row;
import io.sluice.sink.store.ClaimedLog;
import java.io.IOException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Takes the rows of records into files, and what is bad of them to the dead letters. The lane's. */
final class RowTaker implements RecordRows.Rows {
    private final String name;
    private final WriterSettings settings;
    private final RecordRows rows;
    private final PartitionFiles files;
    private final DeadLetters deadLetters;
    private final WriterEvents events;

    /** Of the records that are being taken. */
    private ClaimedLog log;

    /** Of the one that is. */
    private long offset;

    RowTaker(
            String name,
            WriterSettings settings,
            RecordRows rows,
            PartitionFiles files,
            DeadLetters deadLetters,
            WriterEvents events) {
        this.name = name;
        this.settings = settings;
        this.rows = rows;
        this.files = files;
        this.deadLetters = deadLetters;
        this.events = events;
    }

    /** What is taken from now on belongs to this log. */
    void into(ClaimedLog itsLog) {
        log = itsLog;
    }

    /** @throws IllegalStateException if the record is bad, and that is not tolerated */
    void take(SinkRecord record, long itsOffset) throws IOException {
        offset = itsOffset;
        try {
            if (record.value() != null || settings.tombstones() == WriterSettings.Tombstones.NULLS) {
                rows.read(record, this);
            } else if (settings.tombstones() == WriterSettings.Tombstones.FAIL) {
                throw new BadRecordException("the value is null, and tombstones are not to be skipped");
            } else {
                events.tombstone();
            }
        } catch (BadRecordException bad) {
            reject(record, bad);
        }
    }

    @Override
    public void row(Row row) throws BadRecordException, IOException {
        files.take(log, row, offset);
    }

    @Override
    public void bad(SinkRecord part, String reason) {
        reject(part, new BadRecordException(reason));
    }

    private void reject(SinkRecord record, BadRecordException bad) {
        boolean must = bad.isIncompatibleSchema() && settings.failOnIncompatible();
        String what = name + ", offset " + record.originalKafkaOffset() + ": " + bad.getMessage();
        if (must || !deadLetters.take(record, what)) {
            throw new IllegalStateException("it cannot be written: " + bad.getMessage()
                    + (must
                            ? ""
                            : ". To go on without such records, set errors.tolerance=all, and"
                                    + " errors.deadletterqueue.topic.name to keep them"));
        }
        events.deadLetter();
    }
}
