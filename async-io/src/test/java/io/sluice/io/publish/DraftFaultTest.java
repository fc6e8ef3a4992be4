package io.sluice.io.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing while each file system call fails in turn, in each way, and what a crash at that moment leaves. */
class DraftFaultTest {
    private static final Path DIRECTORY = Path.of("/table");
    private static final Path STAGING = Path.of("/table/_staging");
    private static final Path TARGET = DIRECTORY.resolve("part.parquet");
    private static final Path SOURCE = Path.of("/source");
    private static final byte[] OLD = content(1, 9_000);
    private static final byte[] NEW = content(2, 14_000);
    private static final int SEEDS = 12;

    /** A way to bring NEW to the target. */
    enum Way {
        REPLACE,
        CREATE,
        CREATE_BUT_LOSE,
        REPLACE_FROM_STAGING,
        CREATE_FROM_STAGING,
        CREATE_WITH_PARENTS,
        COPY,
        DISCARD;

        PublishOptions options() {
            return switch (this) {
                case REPLACE, COPY, DISCARD -> PublishOptions.replace();
                case CREATE, CREATE_BUT_LOSE -> PublishOptions.createOnly();
                case REPLACE_FROM_STAGING -> PublishOptions.replace().stagedIn(STAGING);
                case CREATE_FROM_STAGING -> PublishOptions.createOnly().stagedIn(STAGING);
                case CREATE_WITH_PARENTS -> PublishOptions.createOnly().withParents();
            };
        }

        Path target() {
            return this == CREATE_WITH_PARENTS ? DIRECTORY.resolve("a/b/part") : TARGET;
        }

        /** What is there before, or null. */
        byte[] before() {
            return switch (this) {
                case CREATE, CREATE_FROM_STAGING, CREATE_WITH_PARENTS -> null;
                default -> OLD;
            };
        }

        void run(Vfs vfs) throws IOException {
            Publisher publisher = new Publisher(vfs, "sink-1");
            switch (this) {
                case COPY -> {
                    long unused = new FileCopy(vfs, publisher).copy(SOURCE, target(), options());
                }
                case DISCARD -> {
                    try (Draft draft = publisher.draft(target(), options())) {
                        write(draft);
                        draft.discard();
                    }
                }
                default -> {
                    try (Draft draft = publisher.draft(target(), options())) {
                        write(draft);
                        draft.complete();
                    }
                }
            }
        }

        boolean publishes() {
            return this != DISCARD && this != CREATE_BUT_LOSE;
        }

        private static void write(Draft draft) throws IOException {
            for (int from = 0; from < NEW.length; from += 5_000) {
                draft.write(ByteBuffer.wrap(NEW, from, Math.min(5_000, NEW.length - from)));
            }
        }
    }

    static Stream<Arguments> waysAndFaults() {
        List<Arguments> all = new ArrayList<>();
        for (Way way : Way.values()) {
            for (Fault fault :
                    List.of(Fault.EIO, Fault.ENOSPC, Fault.SHORT, Fault.REPLY_LOST, Fault.CRASH, Fault.CRASH_AFTER)) {
                LongFunction<FaultPlan> once = n -> FaultPlan.at(n, fault);
                all.add(Arguments.of(way, fault + " once", once));
            }
            LongFunction<FaultPlan> forGood = n -> FaultPlan.from(n, Fault.EIO);
            LongFunction<FaultPlan> fullForGood = n -> FaultPlan.from(n, Fault.ENOSPC);
            LongFunction<FaultPlan> twice = n -> FaultPlan.between(n, n + 1, Fault.REPLY_LOST);
            all.add(Arguments.of(way, "EIO from then on", forGood));
            all.add(Arguments.of(way, "ENOSPC from then on", fullForGood));
            all.add(Arguments.of(way, "REPLY_LOST twice", twice));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waysAndFaults")
    void whicheverCallFailsTheTargetIsWholeAlsoAfterACrash(Way way, String fault, LongFunction<FaultPlan> plans)
            throws Exception {
        long calls = attempt(way, FaultPlan.none());
        assertThat(calls).isGreaterThan(5);

        for (long n = 1; n <= calls; n++) {
            attempt(way, plans.apply(n));
        }
    }

    private static long attempt(Way way, FaultPlan plan) throws IOException {
        MemoryVfs memory = machine(way);
        FaultyVfs faulty = new FaultyVfs(memory, plan);
        CountingVfs counting = new CountingVfs(faulty);

        Throwable thrown = catchThrowable(() -> way.run(counting));

        String what = way + ", " + plan + ", " + faulty.injected() + ", thrown: " + thrown;
        boolean published = thrown == null && way.publishes();
        boolean maybe = faulty.crashed() || (thrown instanceof UncertainPublishException && way.publishes());
        checkTarget(memory, way, published, maybe, what);
        for (Survival survival : survivals()) {
            MemoryVfs after = memory.afterCrash(survival);
            checkTarget(after, way, published, maybe || thrown != null, what + ", " + survival);
            checkSweep(after, way, what + ", " + survival);
        }
        if (!faulty.crashed()) {
            counting.assertNothingIsOpen();
            if (!fails(faulty, VfsCall.DELETE)) {
                assertThat(drafts(memory)).as(what).isEmpty();
            }
        }
        if (plan.rules().isEmpty() && way != Way.CREATE_BUT_LOSE) {
            assertThat(thrown).isNull();
        }
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(IOException.class);
        }
        return faulty.count();
    }

    private static boolean fails(FaultyVfs faulty, VfsCall call) {
        return faulty.injected().stream()
                        .filter(text -> text.contains(": " + call))
                        .count()
                > 1;
    }

    private static void checkTarget(MemoryVfs vfs, Way way, boolean published, boolean maybe, String what)
            throws IOException {
        byte[] found = contentOf(vfs, way.target());
        boolean isNew = Arrays.equals(found, NEW);
        boolean isOld = Arrays.equals(found, way.before());
        if (published) {
            assertThat(isNew).as(what + ": the new content whole").isTrue();
        } else if (maybe && way.publishes()) {
            assertThat(isNew || isOld)
                    .as(what + ": the old or the new content whole")
                    .isTrue();
        } else {
            assertThat(isOld).as(what + ": the old content whole").isTrue();
        }
    }

    private static void checkSweep(MemoryVfs after, Way way, String what) throws IOException {
        byte[] before = contentOf(after, way.target());
        Publisher next = new Publisher(after, "sink-1");
        for (Path directory : List.of(DIRECTORY, STAGING, DIRECTORY.resolve("a/b"))) {
            try {
                next.sweep(directory);
            } catch (NoSuchFileException notCreated) {
                assertThat(directory).isEqualTo(DIRECTORY.resolve("a/b"));
            }
        }
        assertThat(drafts(after)).as(what).isEmpty();
        assertThat(contentOf(after, way.target())).isEqualTo(before);
    }

    private static MemoryVfs machine(Way way) throws IOException {
        MemoryVfs memory = MemoryVfs.create();
        memory.createDirectory(DIRECTORY);
        memory.createDirectory(STAGING);
        WholeFiles.write(memory, SOURCE, NEW);
        if (way.before() != null) {
            WholeFiles.write(memory, way.target(), way.before());
        }
        memory.syncEverything();
        return memory;
    }

    private static List<Survival> survivals() {
        List<Survival> all = new ArrayList<>(List.of(Survival.syncedOnly(), Survival.everything()));
        for (long seed = 0; seed < SEEDS; seed++) {
            all.add(Survival.seeded(seed));
        }
        return all;
    }

    private static List<String> drafts(MemoryVfs vfs) throws IOException {
        List<String> drafts = new ArrayList<>(WholeFiles.names(vfs, DIRECTORY));
        drafts.addAll(WholeFiles.names(vfs, STAGING));
        try {
            drafts.addAll(WholeFiles.names(vfs, DIRECTORY.resolve("a/b")));
        } catch (NoSuchFileException notCreated) {
            // Then there is no draft in it.
        }
        drafts.removeIf(name -> DraftName.parse(name).isEmpty());
        return drafts;
    }

    private static byte[] contentOf(MemoryVfs vfs, Path path) throws IOException {
        try {
            return WholeFiles.bytes(vfs, path);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    private static byte[] content(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private final MemoryVfs memory = MemoryVfs.create();

    @BeforeEach
    void createTable() throws IOException {
        memory.createDirectory(DIRECTORY);
        memory.syncEverything();
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void aLostReplyToTheLastStepIsSettledByLookingForOnesOwnFile(PublishMode mode) throws Exception {
        VfsCall last = mode == PublishMode.REPLACE ? VfsCall.REPLACE : VfsCall.LINK;
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.REPLY_LOST, last));

        publish(faulty, mode);

        assertThat(WholeFiles.bytes(memory.crash(Survival.syncedOnly()), TARGET))
                .isEqualTo(NEW);
    }

    @Test
    void aLostReplyToALinkIsNotTakenForALostRace() throws Exception {
        // A server that has lost its reply says on the second delivery that the name is taken: by this very draft.
        Vfs retransmitting = new ForwardingVfs(memory) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == VfsCall.LINK) {
                    T unused = call.make(Long.MAX_VALUE);
                }
                return call.make(Long.MAX_VALUE);
            }
        };

        publish(retransmitting, PublishMode.CREATE_ONLY);

        assertThat(WholeFiles.bytes(memory, TARGET)).isEqualTo(NEW);
        assertThat(WholeFiles.names(memory, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void anOthersFileUnderTheNameIsALostRaceWhateverTheReplyWas() throws Exception {
        WholeFiles.write(memory, TARGET, OLD);

        assertThatThrownBy(() -> publish(memory, PublishMode.CREATE_ONLY))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(WholeFiles.bytes(memory, TARGET)).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void ifReadingBackFailsTooTheOutcomeIsCalledUncertain(PublishMode mode) throws Exception {
        VfsCall last = mode == PublishMode.REPLACE ? VfsCall.REPLACE : VfsCall.LINK;
        FaultPlan plan = FaultPlan.at(1, Fault.REPLY_LOST, last).and(FaultPlan.from(2, Fault.EIO, VfsCall.STAT_LINK));
        FaultyVfs faulty = new FaultyVfs(memory, plan);

        assertThatThrownBy(() -> publish(faulty, mode))
                .isInstanceOf(UncertainPublishException.class)
                .hasMessageContaining("/table/part.parquet")
                .hasMessageContaining("Read the file to find out");

        assertThat(WholeFiles.names(memory, DIRECTORY)).containsExactly("part.parquet");
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void aDirectoryThatCannotBeSyncedMakesTheOutcomeUncertain(PublishMode mode) throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.EIO, VfsCall.SYNC_DIRECTORY));

        assertThatThrownBy(() -> publish(faulty, mode))
                .isInstanceOf(UncertainPublishException.class)
                .hasMessageContaining("syncing its directory failed");

        assertThat(WholeFiles.names(memory, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void aFailedSyncIsNeverTriedAgainAndPublishesNothing() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.EIO, VfsCall.FORCE));
        CountingVfs counting = new CountingVfs(faulty);
        Draft draft = new Publisher(counting, "sink-1").draft(TARGET, PublishOptions.replace());
        draft.write(ByteBuffer.wrap(NEW));
        draft.complete();
        assertThatThrownBy(draft::close).hasMessageContaining("is not published: syncing the draft failed");

        assertThatThrownBy(draft::close).hasMessageContaining("an earlier step failed");

        assertThat(counting.count(VfsCall.FORCE)).isEqualTo(1);
        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = VfsCall.class,
            names = {"OPEN", "WRITE", "FORCE", "LINK"})
    void outOfSpaceIsReportedAsSuchWhereverItStrikes(VfsCall call) throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.ENOSPC, call));

        assertThatThrownBy(() -> publish(faulty, PublishMode.CREATE_ONLY))
                .isInstanceOf(OutOfSpaceException.class)
                .hasMessageContaining("part.parquet");

        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDiscardThatFailedIsTriedAgainByTheNext(boolean byClosing) throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.between(1, 8, Fault.EIO, VfsCall.DELETE));
        Draft draft = new Publisher(faulty, "sink-1").draft(TARGET, PublishOptions.replace());
        draft.write(ByteBuffer.wrap(NEW));
        draft.complete();
        assertThatThrownBy(draft::discard).hasMessageContaining("Input/output error");
        assertThat(WholeFiles.names(memory, DIRECTORY)).hasSize(1);
        assertThatThrownBy(() -> draft.write(ByteBuffer.wrap(NEW))).isInstanceOf(IllegalStateException.class);

        if (byClosing) {
            draft.close();
        } else {
            draft.discard();
        }

        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }

    @Test
    void aSystemThatTakesNoBytesIsNotAskedForEver() throws Exception {
        Vfs stuck = new ForwardingVfs(memory) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                return call.make(operation.call() == VfsCall.WRITE ? 0 : Long.MAX_VALUE);
            }
        };

        assertThatThrownBy(() -> publish(stuck, PublishMode.REPLACE))
                .hasMessageContaining("writing at offset 0 failed")
                .hasMessageContaining("took none of the bytes");

        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }

    private static void publish(Vfs vfs, PublishMode mode) throws IOException {
        new Publisher(vfs, "sink-1")
                .publish(
                        TARGET,
                        mode == PublishMode.REPLACE ? PublishOptions.replace() : PublishOptions.createOnly(),
                        draft -> draft.write(ByteBuffer.wrap(NEW)));
    }
}
