package io.sluice.io.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as no room left, and what only reads like it. */
class OutOfSpaceExceptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "There is not enough space on the disk",
                "write of 10 bytes at position 0 failed: No space left on device"
            })
    void theSystemsWordsAreKnown(String words) {
        assertThat(OutOfSpaceException.isOutOfSpace(new FileSystemException("/a", null, words)))
                .isTrue();
    }

    @Test
    void aFullDiskIsKnownUnderEveryWrapping() {
        IOException full = new IOException("No space left on device");
        IOException unsynced = (IOException) new SyncFailedException("/a: sync failed: I/O error").initCause(full);

        Throwable wrapped = new UncheckedIOException(new IOException("/a is not written", unsynced));

        assertThat(OutOfSpaceException.isOutOfSpace(wrapped)).isTrue();
        assertThat(OutOfSpaceException.isOutOfSpace(new OutOfSpaceException(Path.of("/a"), "not published", null)))
                .isTrue();
    }

    @Test
    void aPathWithTheWordsInItIsNotAFullDisk() {
        FileSystemException failure =
                new FileSystemException("/data/no space left on device/report", null, "Permission denied");

        assertThat(OutOfSpaceException.isOutOfSpace(failure)).isFalse();
    }

    @Test
    void causesInACircleComeToAnEnd() {
        IOException one = new IOException("one");
        IOException two = new IOException("two", one);
        one.initCause(two);

        assertThat(OutOfSpaceException.isOutOfSpace(one)).isFalse();
    }
}
