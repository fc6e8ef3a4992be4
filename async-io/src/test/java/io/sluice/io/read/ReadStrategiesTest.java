package io.sluice.io.read;

import static io.sluice.io.read.ReaderFixture.BUFFER;
import static io.sluice.io.read.ReaderFixture.get;
import static io.sluice.io.read.ReaderFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadStrategiesTest {

    private static final Path FILE = Path.of("/file");

    static Stream<Arguments> everyStrategyAndSize() {
        List<Integer> sizes = List.of(
                0,
                1,
                BUFFER - 1,
                BUFFER,
                BUFFER + 1,
                8 * BUFFER - 1,
                8 * BUFFER,
                64 * BUFFER,
                65 * BUFFER,
                65 * BUFFER + 1,
                200 * BUFFER + 7);
        return Stream.of(ReadStrategy.values())
                .flatMap(strategy -> sizes.stream().map(size -> Arguments.of(strategy, size)));
    }

    @ParameterizedTest
    @MethodSource("everyStrategyAndSize")
    void everyByteArrivesOnceAndInOrder(ReadStrategy strategy, int size) throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().chunkSize(700).build())) {
            byte[] content = fixture.file(FILE, size);
            Collected collected = new Collected();

            byte[] read = get(fixture.reader.read(FILE, strategy, collected));

            assertThat(read).isEqualTo(content);
            assertThat(collected.chunks).allMatch(chunk -> chunk > 0 && chunk <= 700);
            fixture.assertNothingHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void everyByteArrivesWhenTheSystemReadsLessThanAskedFor(ReadStrategy strategy) throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            byte[] content = fixture.file(FILE, 20 * BUFFER + 3);
            fixture.hooked.shortReads(100);

            assertThat(get(fixture.reader.read(FILE, strategy, new Collected())))
                    .isEqualTo(content);
        }
    }

    @Test
    void aSmallFileWhoseSizeIsKnownIsReadInOneCall() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            byte[] content = fixture.file(FILE, 100);
            fixture.hooked.sizeWhenOpened(100);
            List<String> calls = new CopyOnWriteArrayList<>();
            fixture.hooked.hook((call, arguments) -> calls.add(call));

            byte[] read = get(fixture.reader.read(FILE, new Collected()));

            assertThat(read).isEqualTo(content);
            assertThat(calls).containsOnlyOnce("read");
        }
    }

    @Test
    void aFileKnownToBeLargeIsMappedWithoutReadingABufferOfItBefore() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            byte[] content = fixture.file(FILE, 64 * BUFFER);
            fixture.hooked.sizeWhenOpened(64 * BUFFER);
            List<String> calls = new CopyOnWriteArrayList<>();
            fixture.hooked.hook((call, arguments) -> calls.add(call));

            byte[] read = get(fixture.reader.read(FILE, new Collected()));

            assertThat(read).isEqualTo(content);
            // The one that says that the file has not grown meanwhile.
            assertThat(calls).containsOnlyOnce("read").containsOnlyOnce("map");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 8 * BUFFER, 100 * BUFFER})
    void aFileThatIsNoLongerAsLargeAsItWasIsReadToItsEnd(int bytes) throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            byte[] content = fixture.file(FILE, bytes);
            fixture.hooked.sizeWhenOpened(64 * BUFFER);

            assertThat(get(fixture.reader.read(FILE, new Collected()))).isEqualTo(content);
        }
    }

    /** Cut since, grown since, replaced by a longer one, and with reads that stop in the middle. */
    @ParameterizedTest
    @CsvSource({"150, 1024", "60, 1024", "60, 100", "150, 60", "0, 1024", "1024, 1024"})
    void aSizeThatIsNotTheFilesNeverEndsARead(long known, int mostPerRead) throws Exception {
        for (int bytes : new int[] {100, 3 * BUFFER + 100}) {
            try (ReaderFixture fixture = new ReaderFixture(small().build())) {
                byte[] content = fixture.file(FILE, bytes);
                fixture.hooked.sizeWhenOpened(known);
                fixture.hooked.shortReads(mostPerRead);

                assertThat(get(fixture.reader.read(FILE, ReadStrategy.BUFFERED, new Collected())))
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void aSmallFileArrivesInOnePiece() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, BUFFER);
            fixture.hooked.shortReads(100);
            Collected collected = new Collected();

            get(fixture.reader.read(FILE, ReadStrategy.POOLED, collected));

            assertThat(collected.chunks).containsExactly(BUFFER);
        }
    }

    @Test
    void autoReadsSmallFilesPooledLargerOnesBufferedAndLargeOnesAtRestMapped() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(Path.of("/small"), BUFFER - 1);
            fixture.file(Path.of("/larger"), 8 * BUFFER - 1);
            fixture.file(Path.of("/large"), 8 * BUFFER);

            get(fixture.reader.readEach(
                    List.of(Path.of("/small"), Path.of("/larger"), Path.of("/large")), path -> new Collected()));

            assertThat(fixture.readBy(ReadStrategy.POOLED)).isEqualTo(1);
            assertThat(fixture.readBy(ReadStrategy.BUFFERED)).isEqualTo(1);
            assertThat(fixture.readBy(ReadStrategy.MAPPED)).isEqualTo(1);
        }
    }

    @Test
    void autoMapsNoFileThatChangedJustNow() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 100 * BUFFER);
            fixture.memory.setModified(FILE, fixture.memory.now().minus(Duration.ofSeconds(59)));

            get(fixture.reader.read(FILE, new Collected()));

            assertThat(fixture.readBy(ReadStrategy.BUFFERED)).isEqualTo(1);
            assertThat(fixture.readBy(ReadStrategy.MAPPED)).isZero();
        }
    }

    @Test
    void autoMapsNothingForAReaderThatDoesNotAllowIt() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 100 * BUFFER);
            ChunkReader<Long> checksum = new ChunkReader<>() {
                @Override
                public void chunk(ByteBuffer bytes, long position) {}

                @Override
                public Long end(long bytes) {
                    return bytes;
                }
            };

            assertThat(get(fixture.reader.read(FILE, checksum))).isEqualTo(100L * BUFFER);

            assertThat(fixture.readBy(ReadStrategy.BUFFERED)).isEqualTo(1);
            assertThat(fixture.readBy(ReadStrategy.MAPPED)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "MAPPED"})
    void aFileOnTheNetworkIsReadBufferedInstead(ReadStrategy strategy) throws Exception {
        try (ReaderFixture fixture =
                new ReaderFixture(MemoryVfs.builder().onNetwork().build(), small().build(), 2, 64)) {
            byte[] content = fixture.file(FILE, 100 * BUFFER);

            byte[] read = get(fixture.reader.read(FILE, strategy, new Collected()));

            assertThat(read).isEqualTo(content);
            assertThat(fixture.readBy(ReadStrategy.BUFFERED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "MAPPED"})
    void withoutRoomForAWindowAFileIsReadBufferedInstead(ReadStrategy strategy) throws Exception {
        ReadSettings settings = small().maxBytesInFlight(4 * BUFFER).build();
        try (ReaderFixture fixture = new ReaderFixture(settings)) {
            byte[] content = fixture.file(FILE, 100 * BUFFER);

            byte[] read = get(fixture.reader.read(FILE, strategy, new Collected()));

            assertThat(read).isEqualTo(content);
            assertThat(fixture.readBy(ReadStrategy.BUFFERED)).isEqualTo(1);
            assertThat(fixture.hooked.mostInFlight()).isLessThanOrEqualTo(4 * BUFFER);
        }
    }

    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void noStrategyHoldsMoreThanABufferAndAWindowOfALargeFile(ReadStrategy strategy) throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 1000 * BUFFER);

            get(fixture.reader.read(FILE, strategy, new Collected()));

            assertThat(fixture.reader.use().memory().peakBytes()).isLessThanOrEqualTo(65 * BUFFER);
        }
    }

    @Test
    void aFileCutShortWhileItIsMappedFailsAndSaysWhere() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 200 * BUFFER);
            Collected cutting = new Collected(number -> {
                if (number == 70) {
                    try (VfsFile writer = fixture.memory.open(FILE, OpenMode.UPDATE)) {
                        writer.truncate(100 * BUFFER);
                    }
                }
            });

            assertThatThrownBy(() -> get(fixture.reader.read(FILE, ReadStrategy.MAPPED, cutting)))
                    .hasCauseInstanceOf(FileCutShortException.class)
                    .hasMessageContaining(FILE.toString())
                    .hasMessageContaining("from byte " + 64 * BUFFER)
                    .hasMessageContaining("BUFFERED");
            fixture.assertNothingHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void aFileThatGrowsWhileItIsReadIsReadToItsNewEnd(ReadStrategy strategy) throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 100 * BUFFER);
            Collected growing = new Collected(number -> {
                if (number == 50) {
                    try (VfsFile writer = fixture.memory.open(FILE, OpenMode.UPDATE)) {
                        WholeFiles.write(writer, new byte[300], 100 * BUFFER);
                    }
                }
            });

            byte[] read = get(fixture.reader.read(FILE, strategy, growing));

            assertThat(read).hasSize(100 * BUFFER + 300);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "POOLED", "BUFFERED"})
    void aFileCutShortWhileItIsReadEndsWhereItEnds(ReadStrategy strategy) throws Exception {
        ReadSettings settings = small().mapFrom(ReadSettings.NEVER).build();
        try (ReaderFixture fixture = new ReaderFixture(settings)) {
            byte[] content = fixture.file(FILE, 100 * BUFFER);
            Collected cutting = new Collected(number -> {
                if (number == 10) {
                    try (VfsFile writer = fixture.memory.open(FILE, OpenMode.UPDATE)) {
                        writer.truncate(20 * BUFFER + 1);
                    }
                }
            });

            byte[] read = get(fixture.reader.read(FILE, strategy, cutting));

            assertThat(read).isEqualTo(Arrays.copyOf(content, 20 * BUFFER + 1));
        }
    }

    @Test
    void aFileThatIsNotThereFailsWithItsName() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            assertThatThrownBy(() -> get(fixture.reader.read(Path.of("/missing"), new Collected())))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("/missing");
            fixture.assertNothingHeld();
        }
    }

    @Test
    void whatAReaderDoesToItsChunkIsForgottenWithTheNext() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.file(FILE, 3 * BUFFER);
            ChunkReader<Boolean> rude = new ChunkReader<>() {
                private boolean fresh = true;

                @Override
                public void chunk(ByteBuffer bytes, long position) {
                    fresh &= bytes.remaining() == BUFFER && bytes.order() == ByteOrder.BIG_ENDIAN;
                    bytes.order(ByteOrder.LITTLE_ENDIAN).position(17).limit(20).mark();
                }

                @Override
                public Boolean end(long bytes) {
                    return fresh;
                }
            };

            assertThat(get(fixture.reader.read(FILE, rude))).isTrue();
        }
    }
}
