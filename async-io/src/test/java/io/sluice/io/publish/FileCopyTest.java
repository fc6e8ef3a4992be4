package io.sluice.io.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileCopyTest {
    private static final Path DIRECTORY = Path.of("/table");
    private static final Path TARGET = DIRECTORY.resolve("part.parquet");

    private final MemoryVfs vfs = MemoryVfs.create();
    private final Publisher publisher = new Publisher(vfs, "copy");

    @BeforeEach
    void createTable() throws IOException {
        vfs.createDirectory(DIRECTORY);
        vfs.syncEverything();
    }

    @Test
    void aFileIsCopiedWhole() throws Exception {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        Path from = DIRECTORY.resolve("from");
        WholeFiles.write(vfs, from, content);

        long copied = new FileCopy(vfs, publisher).copy(from, TARGET, PublishOptions.createOnly());

        assertThat(copied).isEqualTo(content.length);
        assertThat(WholeFiles.bytes(vfs.crash(Survival.syncedOnly()), TARGET)).isEqualTo(content);
    }

    @Test
    void anEmptyFileIsCopied() throws Exception {
        Path from = DIRECTORY.resolve("from");
        WholeFiles.write(vfs, from, "");

        new FileCopy(vfs, publisher).copy(from, TARGET, PublishOptions.replace());

        assertThat(WholeFiles.bytes(vfs, TARGET)).isEmpty();
    }

    @Test
    void aFileCanBeCopiedOverItself() throws Exception {
        WholeFiles.write(vfs, TARGET, "same");

        new FileCopy(vfs, publisher).copy(TARGET, TARGET, PublishOptions.replace());

        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("same");
    }

    @Test
    void whereTheKernelCopiesNothingABufferDoes() throws Exception {
        byte[] content = new byte[300_000];
        new Random(8).nextBytes(content);
        Path from = DIRECTORY.resolve("from");
        WholeFiles.write(vfs, from, content);
        Vfs awkward = awkward(-1);

        new FileCopy(awkward, new Publisher(awkward, "copy")).copy(from, TARGET, PublishOptions.replace());

        assertThat(WholeFiles.bytes(vfs, TARGET)).isEqualTo(content);
    }

    @Test
    void aFileThatShrinksWhileItIsCopiedIsNotPublished() throws Exception {
        Path from = DIRECTORY.resolve("from");
        WholeFiles.write(vfs, from, new byte[1000]);
        Vfs awkward = awkward(2000);

        assertThatThrownBy(() -> new FileCopy(awkward, new Publisher(awkward, "copy"))
                        .copy(from, TARGET, PublishOptions.replace()))
                .hasMessageContaining("/table/from: ended at offset 1000 of 2000 while it was copied");

        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("from");
    }

    /** Files that copy nothing inside the kernel, read and write a little at a time, and may lie about their size. */
    private Vfs awkward(long reportedSize) {
        return new ForwardingVfs(vfs) {
            @Override
            @SuppressWarnings("unchecked")
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                return switch (operation.call()) {
                    case TRANSFER -> call.make(0);
                    case READ, WRITE -> call.make(7_001);
                    case SIZE -> reportedSize < 0 ? call.make(Long.MAX_VALUE) : (T) (Long) reportedSize;
                    default -> call.make(Long.MAX_VALUE);
                };
            }
        };
    }
}
