package io.sluice.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.compat.RowGroupFilter;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet without Hadoop: what is written comes back, and no class of Hadoop's is there to help. */
class RowFileTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message trade {" + " required int64 sequence; required binary symbol (STRING); optional double price; }");
    private static final int ROWS = 20_000;

    @Test
    void noHadoopIsOnTheClassPath() {
        assertThat(System.getProperty("java.class.path").split(File.pathSeparator))
                .isNotEmpty()
                .noneMatch(jar -> new File(jar).getName().startsWith("hadoop"));
        assertThatThrownBy(() -> Class.forName("org.apache.hadoop.conf.Configuration"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void whatIsWrittenComesBack(Codec codec) throws IOException {
        // Small row groups and pages, so that there are several of each.
        BytesInMemory file = write(new ParquetSettings(codec, 3, 16 << 10, 4 << 10, 1 << 20));

        List<String> rows = new ArrayList<>();
        GroupRows.read(file, Long.MAX_VALUE, row -> rows.add(text(row)));

        assertThat(RowFile.rowCount(file)).isEqualTo(ROWS);
        assertThat(rows).hasSize(ROWS).first().isEqualTo("0 S0 null");
        assertThat(rows.get(ROWS - 1)).isEqualTo("19999 S9 9999.5");
        try (ParquetFileReader reader = RowFile.reader(file)) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
            assertThat(reader.getFileMetaData().getKeyValueMetaData()).containsEntry("sluice.writer", "test");
            assertThat(reader.getRowGroups().get(0).getColumns().get(0).getCodec())
                    .isEqualTo(codec.parquetName());
        }
    }

    @Test
    void aReaderWhoLooksForOneValuePassesOverRowGroupsByTheirBloomFilters() throws IOException {
        ParquetSettings settings = new ParquetSettings(
                Codec.ZSTD, 3, 16 << 10, 4 << 10, 0, 1, true, List.of(new ParquetSettings.Bloom("symbol", 100)));
        BytesInMemory file = write(settings);

        try (ParquetFileReader reader = RowFile.reader(file)) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
            // Between the least and the most symbol, so that only the bloom filters know.
            assertThat(rowGroupsWith(reader, RowGroupFilter.FilterLevel.STATISTICS, "S55"))
                    .hasSameSizeAs(reader.getRowGroups());
            assertThat(rowGroupsWith(reader, RowGroupFilter.FilterLevel.BLOOMFILTER, "S55"))
                    .isEmpty();
            assertThat(rowGroupsWith(reader, RowGroupFilter.FilterLevel.BLOOMFILTER, "S5"))
                    .hasSameSizeAs(reader.getRowGroups());
        }
    }

    private static List<BlockMetaData> rowGroupsWith(
            ParquetFileReader reader, RowGroupFilter.FilterLevel level, String symbol) {
        FilterCompat.Filter filter =
                FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn("symbol"), Binary.fromString(symbol)));
        return RowGroupFilter.filterRowGroups(List.of(level), filter, reader.getRowGroups(), reader);
    }

    @Test
    void aReaderWhoLooksForARangeReadsOnlyThePagesThatTheColumnIndexNames() throws IOException {
        BytesInMemory file = write(new ParquetSettings(Codec.ZSTD, 3, 1 << 20, 4 << 10, 0));

        try (ParquetFileReader reader = RowFile.reader(file)) {
            FilterCompat.Filter filter = FilterCompat.get(FilterApi.eq(FilterApi.longColumn("sequence"), 12_345L));
            RowRanges ranges = ColumnIndexFilter.calculateRowRanges(
                    filter, reader.getColumnIndexStore(0), Set.of(ColumnPath.get("sequence")), ROWS);
            PageReadStore pages = reader.readFilteredRowGroup(0, ranges);

            assertThat(reader.getRowGroups()).hasSize(1);
            assertThat(pages.getRowCount()).isBetween(1L, ROWS / 10L);
            assertThat(ranges.isOverlapping(12_345, 12_345)).isTrue();
        }
    }

    @Test
    void noMoreRowsAreReadThanWereAskedFor() throws IOException {
        BytesInMemory file = write(ParquetSettings.DEFAULT);
        List<String> rows = new ArrayList<>();

        GroupRows.read(file, 3, row -> rows.add(text(row)));

        assertThat(rows).containsExactly("0 S0 null", "1 S1 0.5", "2 S2 1.0");
    }

    @Test
    void aDamagedPageIsNoticedAndTheFileNamed() throws IOException {
        byte[] bytes = write(ParquetSettings.DEFAULT.with(Codec.NONE)).toByteArray();
        bytes[1000] ^= 1;
        BytesInMemory damaged = new BytesInMemory();
        damaged.write(ByteBuffer.wrap(bytes));

        assertThatThrownBy(() -> GroupRows.read(damaged, Long.MAX_VALUE, row -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void whatIsNoParquetFileIsRefusedByName() {
        BytesInMemory text = new BytesInMemory();
        text.write(ByteBuffer.wrap(new byte[100]));

        assertThatThrownBy(() -> RowFile.rowCount(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("memory: cannot be read as Parquet");
    }

    private static BytesInMemory write(ParquetSettings settings) throws IOException {
        BytesInMemory file = new BytesInMemory();
        SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer =
                RowFile.writer(file, GroupRows.writing(SCHEMA), Map.of("sluice.writer", "test"), settings)) {
            for (int i = 0; i < ROWS; i++) {
                Group row = rows.newGroup().append("sequence", (long) i).append("symbol", "S" + i % 10);
                writer.write(i % 1000 == 0 ? row : row.append("price", i / 2.0));
            }
        }
        return file;
    }

    private static String text(Group row) {
        String price = row.getFieldRepetitionCount("price") == 0 ? "null" : String.valueOf(row.getDouble("price", 0));
        return row.getLong("sequence", 0) + " " + row.getString("symbol", 0) + " " + price;
    }
}
