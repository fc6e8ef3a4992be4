package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One call to the file system fails, whichever it is: every line arrives once all the same. */
class TailFaultTest {

    private static final Path LOG = TailRig.DIRECTORY.resolve("app.log");

    private static final class FailingOnce extends ForwardingVfs {
        private final int failing;
        private int calls;

        FailingOnce(Vfs below, int failing) {
            super(below);
            this.failing = failing;
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            if (++calls == failing) {
                throw new FileSystemException(String.valueOf(operation.path()), null, "Input/output error");
            }
            return super.around(operation, call);
        }
    }

    @Test
    void everyLineArrivesOnceWhicheverCallFails() throws IOException {
        int all = run(Integer.MAX_VALUE);
        assertThat(all).isGreaterThan(30);
        for (int failing = 1; failing <= all; failing++) {
            int unused = run(failing);
        }
    }

    private static int run(int failing) throws IOException {
        FailingOnce[] vfs = new FailingOnce[1];
        TailRig rig = new TailRig(TailRig.settings(Mode.TAIL), below -> vfs[0] = new FailingOnce(below, failing));
        rig.append(LOG, "one\n" + "long ".repeat(3000) + "\n");
        rig.settle(Duration.ofSeconds(3));
        rig.append(LOG, "two\nhalf");
        rig.settle(Duration.ofSeconds(3));
        Path first = TailRig.DIRECTORY.resolve("app.log.1");
        rig.memory.rename(LOG, first);
        rig.append(first, " and half\n");
        rig.append(LOG, "three\n");
        // Longer than the pauses after failures.
        rig.settle(Duration.ofSeconds(10));

        assertThat(rig.lines())
                .as("with call %s failing", failing)
                .containsExactlyInAnyOrder("one", "long ".repeat(3000), "two", "half and half", "three");
        assertThat(rig.bytesUnderWay()).isZero();
        return vfs[0].calls;
    }
}
