package io.sluice.io.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorKindTest {

    @ParameterizedTest
    @CsvSource({
        "BUSY, Too many open files",
        "BUSY, Too many open files in system",
        "BUSY, No file descriptors available",
        "BUSY, Resource temporarily unavailable",
        "BUSY, Device or resource busy",
        "BUSY, Interrupted system call",
        "BUSY, Cannot allocate memory",
        "TRANSIENT, Input/output error",
        "TRANSIENT, I/O error",
        "TRANSIENT, Stale file handle",
        "TRANSIENT, Stale NFS file handle",
        "TRANSIENT, Connection timed out",
        "TRANSIENT, No route to host",
        "OUT_OF_SPACE, No space left on device",
        "OUT_OF_SPACE, Disk quota exceeded",
        "PERMANENT, Read-only file system",
        "PERMANENT, File name too long",
        "PERMANENT, Too many levels of symbolic links",
        "PERMANENT, Input/output errors are dull",
        "PERMANENT, Eingabe-/Ausgabefehler",
    })
    void theSystemsReasonDecides(ErrorKind kind, String reason) {
        assertThat(ErrorKind.of(new FileSystemException("/a", null, reason))).isEqualTo(kind);
        assertThat(ErrorKind.of(new IOException(reason))).isEqualTo(kind);
        assertThat(ErrorKind.of(new FileNotFoundException("/a (" + reason + ")")))
                .isEqualTo(kind);
        assertThat(ErrorKind.of(new IOException("read /a at byte 7: " + reason)))
                .isEqualTo(kind);
    }

    @Test
    void aReasonWithMoreBehindItIsStillTheReason() {
        assertThat(ErrorKind.of(new FileSystemException("/a", null, "No space left on device, 4096 bytes at byte 0")))
                .isEqualTo(ErrorKind.OUT_OF_SPACE);
    }

    @Test
    void aPathThatSoundsLikeAnErrorIsNone() {
        assertThat(ErrorKind.of(new FileSystemException("/Input/output error", null, null)))
                .isEqualTo(ErrorKind.PERMANENT);
        assertThat(ErrorKind.of(new IOException("cannot read /Input/output error/x")))
                .isEqualTo(ErrorKind.PERMANENT);
        assertThat(ErrorKind.of(new NoSuchFileException("/x", null, "Input/output error")))
                .isEqualTo(ErrorKind.PERMANENT);
    }

    @Test
    void whatIsWrongWithTheRequestIsPermanent() {
        assertThat(new Throwable[] {
                    new NoSuchFileException("/a"),
                    new AccessDeniedException("/a"),
                    new FileAlreadyExistsException("/a"),
                    new NotDirectoryException("/a"),
                    new DirectoryNotEmptyException("/a"),
                    new ReadOnlyFileSystemException(),
                    new ClosedChannelException(),
                    new ClosedByInterruptException(),
                    new MalformedInputException(1),
                    new EOFException("Input/output error"),
                    new IllegalArgumentException("Input/output error"),
                    new OutOfMemoryError("Java heap space"),
                    new AssertionError("Input/output error"),
                })
                .allSatisfy(error -> assertThat(ErrorKind.of(error)).isEqualTo(ErrorKind.PERMANENT));
    }

    @Test
    void typesThatMeanSomethingElseAreTold() {
        assertThat(ErrorKind.of(new CancellationException())).isEqualTo(ErrorKind.CANCELLED);
        assertThat(ErrorKind.of(new InterruptedException())).isEqualTo(ErrorKind.CANCELLED);
        assertThat(ErrorKind.of(new TimeoutException())).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(ErrorKind.of(new RejectedExecutionException())).isEqualTo(ErrorKind.REFUSED);
        assertThat(ErrorKind.of(new BreakerOpenException("/a", "open"))).isEqualTo(ErrorKind.REFUSED);
        assertThat(ErrorKind.of(new SyncFailedException("Input/output error"))).isEqualTo(ErrorKind.NOT_DURABLE);
    }

    @Test
    void theErrorIsFoundUnderItsWrappings() {
        IOException inner = new IOException("Input/output error");

        assertThat(ErrorKind.of(new CompletionException(new UncheckedIOException(inner))))
                .isEqualTo(ErrorKind.TRANSIENT);
        assertThat(ErrorKind.of(new IOException("read /a at byte 7", inner))).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(ErrorKind.of(new IOException("read /a", new NoSuchFileException("/a"))))
                .isEqualTo(ErrorKind.PERMANENT);
        assertThat(ErrorKind.of(new IllegalStateException("a defect", inner))).isEqualTo(ErrorKind.PERMANENT);
    }

    @Test
    void aCircleOfCausesComesToAnEnd() {
        IOException first = new IOException("first");
        first.initCause(new IOException("second", first));

        assertThat(ErrorKind.of(first)).isEqualTo(ErrorKind.PERMANENT);
    }

    @Test
    void theRealSystemsAnswersAreUnderstood(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(kindOf(() -> Files.readString(directory.resolve("none")))).isEqualTo(ErrorKind.PERMANENT);
        assertThat(kindOf(() -> Files.readString(file.resolve("below")))).isEqualTo(ErrorKind.PERMANENT);
        assertThat(kindOf(() -> Files.createDirectory(file))).isEqualTo(ErrorKind.PERMANENT);
        assertThat(kindOf(() -> Files.write(Path.of("/dev/full"), new byte[1]))).isEqualTo(ErrorKind.OUT_OF_SPACE);
    }

    private interface Action {
        Object run() throws IOException;
    }

    private static ErrorKind kindOf(Action action) {
        try {
            return ErrorKind.valueOf("done " + action.run());
        } catch (IOException e) {
            return ErrorKind.of(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"SYNC", "SYNC_DIRECTORY", "PUBLISH", "CLOSE"})
    void aFailedSyncIsNeverRepeated(Operation operation) {
        assertThat(ErrorKind.values()).noneMatch(operation::mayRepeatAfter);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"WRITE", "CREATE", "MOVE", "DELETE", "LINK"})
    void whatChangesThingsIsRepeatedOnlyIfItDidNotBegin(Operation operation) {
        assertThat(ErrorKind.values()).filteredOn(operation::mayRepeatAfter).containsExactly(ErrorKind.BUSY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"OPEN", "READ", "STAT", "LIST"})
    void whatChangesNothingIsRepeatedAfterAllThatCanPass(Operation operation) {
        assertThat(ErrorKind.values())
                .filteredOn(operation::mayRepeatAfter)
                .containsExactly(ErrorKind.BUSY, ErrorKind.TRANSIENT, ErrorKind.TIMED_OUT);
    }
}
