package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an open file may and may not do, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsHandleTest extends VfsContract {

    VfsHandleTest(Subject subject) {
        super(subject);
    }

    @Test
    void aHandleForReadingDoesNotWrite() throws IOException {
        write("a", "x");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void aClosedHandleDoesNothingMore() throws IOException {
        VfsFile file = vfs.open(at("a"), OpenMode.EDIT);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.force(true)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void negativePositionsAreRefused() throws IOException {
        try (VfsFile file = vfs.open(at("a"), OpenMode.EDIT)) {
            assertThatIllegalArgumentException().isThrownBy(() -> file.read(ByteBuffer.allocate(1), -1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.write(ByteBuffer.allocate(1), -1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.truncate(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.map(-1, 1));
        }
    }

    @Test
    void aHandleKeepsTheFileItOpenedWhateverHappensToItsName() throws IOException {
        write("a", "old");
        write("b", "new");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            vfs.replace(at("b"), at("a"));
            ByteBuffer target = ByteBuffer.allocate(3);
            file.read(target, 0);
            assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo("old");
        }
        assertThat(text("a")).isEqualTo("new");
    }

    @Test
    void aDeletedFileIsReadToItsEndByWhoHasItOpen() throws IOException {
        write("a", "still here");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            vfs.delete(at("a"));
            assertThat(file.size()).isEqualTo(10);
            assertThat(file.read(ByteBuffer.allocate(99), 0)).isEqualTo(10);
        }
    }

    @Test
    void aHandleNamesThePathItWasOpenedAt() throws IOException {
        try (VfsFile file = vfs.open(Path.of("a"), OpenMode.EDIT)) {
            assertThat(file.path()).isEqualTo(Path.of("a"));
        }
    }
}
