package io.sluice.io.temp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How names are given back. */
class ScratchTest {
    @Test
    void aRemovalThatIsDeniedIsNotRepeated() throws Exception {
        MemoryVfs memory = MemoryVfs.create();
        List<VfsOperation> deletions = new ArrayList<>();
        Vfs denying = new ForwardingVfs(memory) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == VfsCall.DELETE) {
                    deletions.add(operation);
                    throw new AccessDeniedException(operation.path().toString());
                }
                return call.make(Long.MAX_VALUE);
            }
        };

        assertThatThrownBy(() -> Scratch.remove(denying, Path.of("/a"))).isInstanceOf(AccessDeniedException.class);

        assertThat(deletions).hasSize(1);
    }
}
