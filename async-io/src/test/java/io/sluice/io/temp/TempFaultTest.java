package io.sluice.io.temp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever single call fails, a temporary file or directory that is closed is gone, and so are its handles. */
class TempFaultTest {
    private static final Path DIRECTORY = Path.of("/tmp");

    private interface Use {
        void run(Vfs vfs) throws IOException;
    }

    static Stream<Arguments> usesAndFaults() {
        Use named = vfs -> {
            try (TempFile file = TempFile.named(vfs, DIRECTORY, "a", "b")) {
                WholeFiles.write(file, new byte[10_000], 0);
            }
        };
        Use unnamed = vfs -> {
            try (TempFile file = TempFile.unnamed(vfs, DIRECTORY)) {
                WholeFiles.write(file, new byte[10_000], 0);
            }
        };
        Use spooled = vfs -> {
            try (SpooledFile file = new SpooledFile(vfs, DIRECTORY, 1_000)) {
                WholeFiles.write(file, new byte[1_000], 0);
                WholeFiles.write(file, new byte[1_000], 1_000);
            }
        };
        Use directory = vfs -> {
            try (TempDirectory temp = TempDirectory.create(vfs, DIRECTORY, "job-")) {
                vfs.createDirectory(temp.path().resolve("sub"));
                WholeFiles.write(vfs, temp.path().resolve("sub/file"), "gone");
                WholeFiles.write(vfs, temp.path().resolve("file"), "gone");
            }
        };
        List<Arguments> all = new ArrayList<>();
        for (Fault fault : List.of(Fault.EIO, Fault.ENOSPC, Fault.SHORT, Fault.REPLY_LOST)) {
            all.add(Arguments.of("named", fault, named));
            all.add(Arguments.of("unnamed", fault, unnamed));
            all.add(Arguments.of("spooled", fault, spooled));
            all.add(Arguments.of("directory", fault, directory));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("usesAndFaults")
    void whicheverCallFailsNothingIsLeft(String name, Fault fault, Use use) throws Exception {
        long calls = attempt(use, FaultPlan.none());
        assertThat(calls).isGreaterThan(3);

        for (long n = 1; n <= calls; n++) {
            attempt(use, FaultPlan.at(n, fault));
        }
    }

    private static long attempt(Use use, FaultPlan plan) throws IOException {
        MemoryVfs memory = MemoryVfs.create();
        memory.createDirectory(DIRECTORY);
        FaultyVfs faulty = new FaultyVfs(memory, plan);
        CountingVfs counting = new CountingVfs(faulty);

        Throwable thrown = catchThrowable(() -> use.run(counting));

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(IOException.class);
            assertThat(faulty.injected()).as(thrown.toString()).isNotEmpty();
        }
        assertThat(WholeFiles.names(memory, DIRECTORY))
                .as("%s, %s, thrown: %s", plan, faulty.injected(), thrown)
                .isEmpty();
        counting.assertNothingIsOpen();
        return faulty.count();
    }

    @Test
    void aDirectoryThatCouldNotBeRemovedIsRemovedByClosingItAgain() throws Exception {
        MemoryVfs memory = MemoryVfs.create();
        memory.createDirectory(DIRECTORY);
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.between(1, 2, Fault.EIO, VfsCall.DELETE));
        TempDirectory temp = TempDirectory.create(faulty, DIRECTORY, "job-");
        assertThatThrownBy(temp::close).hasMessageContaining("Input/output error");

        temp.close();

        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }

    @Test
    void aFileThatCouldNotBeRemovedIsRemovedByClosingItAgain() throws Exception {
        MemoryVfs memory = MemoryVfs.create();
        memory.createDirectory(DIRECTORY);
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.between(1, 8, Fault.EIO, VfsCall.DELETE));
        TempFile temp = TempFile.named(faulty, DIRECTORY, "a", "b");
        assertThatThrownBy(temp::close).hasMessageContaining("Input/output error");

        temp.close();

        assertThat(WholeFiles.names(memory, DIRECTORY)).isEmpty();
    }
}
