package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where this process may mount; elsewhere the disk says why it cannot be filled. */
class SmallDiskTest {
    private static final int SIZE = 4 << 20;
    private static final byte[] MEGABYTE = new byte[1 << 20];

    @TempDir
    private Path directory;

    @Test
    void nothingCanBeWrittenWhileItIsFullAndEverythingAfterwards() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("below"));
        try (SmallDisk disk = SmallDisk.over(directory, SIZE)) {
            assumeThat(disk.whyNot()).isEmpty();
            Files.write(directory.resolve("before"), MEGABYTE);

            disk.fill();

            assertThatThrownBy(() -> Files.write(directory.resolve("meanwhile"), MEGABYTE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");

            disk.free();
            Files.write(directory.resolve("after"), MEGABYTE);
            assertThat(directory.resolve("before")).hasSize(MEGABYTE.length);
            assertThat(directory.resolve("below")).doesNotExist();
        }
        assertThat(directory.resolve("below")).exists();
    }

    @Test
    void whatIsKeptOfItIsThereWhenItIsGone(@TempDir Path kept) throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.over(directory, SIZE)) {
            Files.createDirectories(directory.resolve("table"));
            Files.write(directory.resolve("table").resolve("file"), MEGABYTE);

            disk.copyTo(kept);
        }

        assertThat(kept.resolve("table").resolve("file")).hasSize(MEGABYTE.length);
    }
}
