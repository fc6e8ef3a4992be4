package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Timers, the clock and the end, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsTimeTest extends VfsContract {

    VfsTimeTest(Subject subject) {
        super(subject);
    }

    @Test
    void aTimerCompletesAfterItsDelay() {
        CompletableFuture<Void> timer = vfs.after(Duration.ofMillis(5));
        let(Duration.ofMillis(5));
        assertThat(timer).succeedsWithin(Duration.ofSeconds(30));
        assertThat(vfs.after(Duration.ZERO)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void aTimerIsCancelled() {
        CompletableFuture<Void> timer = vfs.after(Duration.ofDays(1));
        timer.cancel(false);
        let(Duration.ofDays(2));
        assertThat(timer).isCancelled();
    }

    @Test
    void theClockDoesNotGoBack() {
        long before = vfs.nanoTime();
        let(Duration.ofNanos(10));
        assertThat(vfs.nanoTime()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void nothingIsDoneAfterClose() throws IOException {
        write("a", "content");
        vfs.close();
        vfs.close();
        assertThatThrownBy(() -> vfs.stat(at("a"))).isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> vfs.open(at("a"), OpenMode.READ).close())
                .isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> vfs.after(Duration.ZERO)).isInstanceOf(ClosedFileSystemException.class);
    }
}
