package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What locks keep off whom, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsLockFileTest extends VfsContract {

    VfsLockFileTest(Subject subject) {
        super(subject);
    }

    @Test
    void anExclusiveLockKeepsOthersOff() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(other.tryLock(0, 1, false)).isFalse();
            assertThat(other.tryLock(0, 1, true)).isFalse();
            assertThat(other.tryLock(1, 1, false)).isTrue();
            mine.unlock(0, 1);
            assertThat(other.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void sharedLocksAreShared() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"));
                VfsLockFile third = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 10, true)).isTrue();
            assertThat(other.tryLock(0, 10, true)).isTrue();
            assertThat(third.tryLock(0, 10, false)).isFalse();
            mine.unlock(0, 10);
            assertThat(third.tryLock(0, 10, false)).isFalse();
            other.unlock(0, 10);
            assertThat(third.tryLock(0, 10, false)).isTrue();
        }
    }

    @Test
    void aLockIsConvertedBothWays() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(other.tryLock(0, 1, true)).isFalse();
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(other.tryLock(0, 1, true)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            other.unlock(0, 1);
            assertThat(mine.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void aConversionThatFailsKeepsWhatWasHeld() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"));
                VfsLockFile third = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, true);
            other.tryLock(0, 1, true);
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            other.unlock(0, 1);
            assertThat(third.tryLock(0, 1, false)).isFalse();
            assertThat(third.tryLock(0, 1, true)).isTrue();
        }
    }

    @Test
    void theSameLockTakenAgainIsHeldOnce() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            mine.unlock(0, 1);
            assertThat(other.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void lockedElsewhereSeesTheLocksOfOthersOnly() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            mine.tryLock(0, 1, false);
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            assertThat(other.lockedElsewhere(0, 1)).isTrue();
            assertThat(other.lockedElsewhere(1, 1)).isFalse();
            mine.tryLock(0, 1, true);
            assertThat(other.lockedElsewhere(0, 1)).isTrue();
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            other.tryLock(0, 1, true);
            assertThat(mine.lockedElsewhere(0, 1)).isTrue();
        }
    }

    @Test
    void closingFreesTheLocksOfTheOpenerAndNoOnesElse() throws IOException {
        VfsLockFile third = vfs.openLockFile(at("lock"));
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, false);
            third.tryLock(1, 1, false);
            third.tryLock(2, 1, true);
            third.close();
            third.close();
            assertThat(other.tryLock(0, 1, false)).isFalse();
            assertThat(other.tryLock(1, 1, false)).isTrue();
            assertThat(other.tryLock(2, 1, false)).isTrue();
        }
        assertThatThrownBy(() -> third.tryLock(0, 1, false)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> third.unlock(0, 1)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aLockFileIsNotOpenedAsAFileUntilItIsClosed() throws IOException {
        write("lock", "content");
        vfs.link(at("lock"), at("second-name"));
        vfs.symlink(Path.of("lock"), at("link"));
        try (VfsLockFile lock = vfs.openLockFile(at("lock"))) {
            assertThat(lock.tryLock(0, 1, true)).isTrue();
            for (String name : new String[] {"lock", "second-name", "link"}) {
                for (OpenMode mode :
                        new OpenMode[] {OpenMode.READ, OpenMode.UPDATE, OpenMode.EDIT, OpenMode.TRUNCATE}) {
                    assertThatExceptionOfType(FileSystemException.class)
                            .isThrownBy(() -> vfs.open(at(name), mode).close())
                            .withMessageContaining(name + ": it is open as a lock file in this process");
                }
            }
        }
        assertThat(text("lock")).isEqualTo("content");
    }

    @Test
    void lockRangesAreEqualOrDisjoint() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 10, true);
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(5, 10, true));
            assertThatIllegalArgumentException().isThrownBy(() -> other.tryLock(0, 9, true));
            assertThatIllegalArgumentException().isThrownBy(() -> other.lockedElsewhere(9, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(-1, 1, true));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(0, 0, true));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(VfsLockFile.MAX_POSITION, 1, true));
            assertThat(other.tryLock(10, 10, false)).isTrue();
        }
    }

    @Test
    void aLockFileUnderAnotherNameIsTheSameOne() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"))) {
            vfs.symlink(Path.of("lock"), at("link"));
            vfs.link(at("lock"), at("second"));
            mine.tryLock(0, 1, false);
            try (VfsLockFile linked = vfs.openLockFile(at("link"));
                    VfsLockFile second = vfs.openLockFile(at("second"))) {
                assertThat(linked.tryLock(0, 1, true)).isFalse();
                assertThat(second.tryLock(0, 1, true)).isFalse();
            }
            try (VfsLockFile again = vfs.openLockFile(at("lock"))) {
                assertThat(again.tryLock(0, 1, true)).isFalse();
            }
        }
    }

    @Test
    void aLockFileThatWasRemovedOrReplacedIsNotLockedAnyMore() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, false);
            vfs.delete(at("lock"));
            assertThatExceptionOfType(LostLockException.class)
                    .isThrownBy(() -> mine.tryLock(1, 1, false))
                    .withMessageContaining("removed or replaced");
            try (VfsLockFile other = vfs.openLockFile(at("lock"))) {
                assertThatExceptionOfType(LostLockException.class).isThrownBy(() -> mine.lockedElsewhere(1, 1));
                assertThat(other.tryLock(0, 1, false)).isTrue();
                mine.unlock(0, 1);
                try (VfsLockFile third = vfs.openLockFile(at("lock"))) {
                    assertThat(third.tryLock(0, 1, true)).isFalse();
                }
            }
        }
    }
}
