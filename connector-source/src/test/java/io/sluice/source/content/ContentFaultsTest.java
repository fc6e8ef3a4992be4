package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.VfsCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk whose reads fail or come short, each in turn: the same read tried again gives the bytes that it would have given. */
class ContentFaultsTest {

    private static final byte[] CONTENT = Packed.joined(Packed.random(31, 300_000), Packed.log(31, 300_000));

    @ParameterizedTest
    @EnumSource
    void everyReadThatFailsCanBeTriedAgain(Compression compression) throws IOException {
        byte[] packed = packed(compression);
        FaultyVfs sound = new FaultyVfs(Reading.holding(packed), FaultPlan.none());
        readStubbornly(sound);
        long calls = sound.operations().stream()
                .filter(operation -> operation.call() == VfsCall.READ)
                .count();
        assertThat(calls).isGreaterThan(5);
        for (long n = 2; n <= calls; n++) {
            FaultyVfs faulty = new FaultyVfs(Reading.holding(packed), FaultPlan.at(n, Fault.EIO, VfsCall.READ));
            Stubborn stubborn = readStubbornly(faulty);
            String what = faulty.injected().toString();
            assertThat(stubborn.hasAll()).as(what).isTrue();
            // A failure behind bytes that could be handed out is not told if the next try succeeds.
            assertThat(stubborn.failures)
                    .as(what)
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(FileSystemException.class)
                            .hasMessageContaining(Reading.FILE.toString()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsThatComeShortChangeNothing(Compression compression) throws IOException {
        FaultyVfs faulty =
                new FaultyVfs(Reading.holding(packed(compression)), FaultPlan.from(1, Fault.SHORT, VfsCall.READ));
        Stubborn stubborn = readStubbornly(faulty);
        assertThat(stubborn.hasAll()).isTrue();
        assertThat(stubborn.failures).isEmpty();
        assertThat(faulty.injected()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void readsThatFailNowAndThenChangeNothing(Compression compression) throws IOException {
        byte[] packed = packed(compression);
        for (long seed = 0; seed < 20; seed++) {
            FaultPlan plan = FaultPlan.seeded(
                    seed, 0.2, List.of(Fault.EIO, Fault.SHORT, Fault.REPLY_LOST), VfsCall.READ, VfsCall.SIZE);
            Stubborn stubborn = readStubbornly(new FaultyVfs(Reading.holding(packed), plan));
            assertThat(stubborn.hasAll()).as(plan.toString()).isTrue();
        }
    }

    @Test
    void anOpeningThatFailsClosesTheFile() throws IOException {
        CountingVfs counting = new CountingVfs(Reading.holding(packed(Compression.GZIP)));
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(1, Fault.EIO, VfsCall.READ));
        assertThatThrownBy(() -> Reading.open(faulty)).isInstanceOf(FileSystemException.class);
        counting.assertNothingIsOpen();
    }

    private static final class Stubborn {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final List<IOException> failures = new ArrayList<>();

        boolean hasAll() {
            return Arrays.equals(read.toByteArray(), CONTENT);
        }
    }

    /** Opens, and tries again whatever failed. */
    private static Stubborn readStubbornly(FaultyVfs vfs) throws IOException {
        Stubborn stubborn = new Stubborn();
        Content opened = null;
        while (opened == null) {
            try {
                opened = Reading.open(vfs);
            } catch (FileSystemException e) {
                stubborn.failures.add(e);
            }
        }
        try (Content content = opened) {
            while (stubborn.failures.size() < 200) {
                Reading reading = Reading.from(content, stubborn.read.size(), 30_000);
                stubborn.read.writeBytes(reading.bytes());
                if (reading.failure() == null) {
                    return stubborn;
                }
                stubborn.failures.add(reading.failure());
            }
        }
        throw new AssertionError("it does not get on: " + stubborn.failures);
    }

    private static byte[] packed(Compression compression) throws IOException {
        return Packed.joined(
                Packed.member(compression, Arrays.copyOf(CONTENT, 250_000)),
                Packed.member(compression, Arrays.copyOfRange(CONTENT, 250_000, CONTENT.length)));
    }
}
