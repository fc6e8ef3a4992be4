package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is opened is closed, once, whatever happened in between. */
class ContentReleaseTest {

    private static final byte[] CONTENT = Packed.log(61, 200_000);

    private final AtomicInteger decoders = new AtomicInteger();

    @Test
    void aContentThatIsNotReadTakesNoDecoder() throws IOException {
        CountingVfs counting = new CountingVfs(Reading.holding(Packed.member(Compression.ZSTD, CONTENT)));
        try (Content opened = open(counting, Compression.ZSTD)) {
            assertThat(opened.compression()).isEqualTo(Compression.ZSTD);
            assertThat(decoders).hasValue(0);
        }
        counting.assertNothingIsOpen();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyWayToTheEndGivesEverythingBack(Compression compression) throws IOException {
        byte[] packed = Packed.member(compression, CONTENT);
        byte[] broken = packed.clone();
        Arrays.fill(broken, packed.length / 2, packed.length / 2 + 20, (byte) 0x55);
        for (byte[] bytes : new byte[][] {packed, broken, Arrays.copyOf(packed, packed.length / 2)}) {
            CountingVfs counting = new CountingVfs(Reading.holding(bytes));
            Content opened = open(counting, compression);
            Reading.all(opened);
            Reading.from(opened, 10, 100);
            assertThat(decoders).hasValue(1);
            opened.close();
            opened.close();
            assertThat(decoders).hasValue(0);
            counting.assertNothingIsOpen();
            assertThatThrownBy(() -> opened.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aReadThatFailsAndACloseThatFailsGiveEverythingBack(Compression compression) throws IOException {
        CountingVfs counting = new CountingVfs(Reading.holding(Packed.member(compression, CONTENT)));
        FaultyVfs faulty = new FaultyVfs(
                counting, FaultPlan.from(2, Fault.EIO, VfsCall.READ).and(FaultPlan.at(1, Fault.EIO, VfsCall.CLOSE)));
        Content opened = open(faulty, compression);
        assertThat(Reading.all(opened).failure()).isNotNull();
        assertThatThrownBy(opened::close).isInstanceOf(IOException.class);
        assertThat(decoders).hasValue(0);
        counting.assertNothingIsOpen();
    }

    @Test
    void aDecoderThatCannotBeMadeLeavesTheFileToBeClosed() throws IOException {
        CountingVfs counting = new CountingVfs(Reading.holding(Packed.member(Compression.ZSTD, CONTENT)));
        ContentOpener opener = new ContentOpener(ContentSettings.defaults(), (compression, input) -> {
            throw new IOException("no such library");
        });
        try (Content opened = opener.open(counting.open(Reading.FILE, OpenMode.READ))) {
            assertThat(Reading.all(opened).failure()).hasMessage("no such library");
        }
        counting.assertNothingIsOpen();
    }

    @Test
    void theNativePartsOfTheDecodersEndWithThem() throws IOException {
        FileInput input = new FileInput(
                Reading.holding(Packed.member(Compression.ZSTD, CONTENT)).open(Reading.FILE, OpenMode.READ));
        Inflater inflater = new Inflater(true);
        new GzipDecoder(input, inflater).close();
        // Which of the two, depends on the JDK.
        assertThatThrownBy(inflater::getBytesRead)
                .isInstanceOfAny(NullPointerException.class, IllegalStateException.class);
        ZstdDecompressCtx context = new ZstdDecompressCtx();
        new ZstdDecoder(input, 1 << 20, context).close();
        assertThatThrownBy(context::reset).isInstanceOf(IllegalStateException.class);
    }

    private Content open(Vfs vfs, Compression expected) throws IOException {
        ContentOpener opener = new ContentOpener(ContentSettings.defaults(), (compression, input) -> {
            assertThat(compression).isEqualTo(expected);
            return new Counted(ContentOpener.decoder(ContentSettings.defaults(), compression, input));
        });
        return opener.open(vfs.open(Reading.FILE, OpenMode.READ));
    }

    /** Counts itself while it is open. */
    private final class Counted implements Decoder {
        private final Decoder counted;

        Counted(Decoder counted) {
            this.counted = counted;
            decoders.incrementAndGet();
        }

        @Override
        public boolean begin() throws IOException {
            return counted.begin();
        }

        @Override
        public int decode(byte[] target, int from, int to) throws IOException {
            return counted.decode(target, from, to);
        }

        @Override
        public boolean goesOn() {
            return counted.goesOn();
        }

        @Override
        public void close() throws IOException {
            decoders.decrementAndGet();
            counted.close();
        }
    }
}
