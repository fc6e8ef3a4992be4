package io.sluice.deploy.command.doctor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.cluster.ClusterException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private static final Path DIRECTORY = Path.of("some", "where");
    private static final long GIB = 1L << 30;

    private final FakeMachine machine = new FakeMachine();
    private final Resources resources = new Resources(machine);

    @Test
    void enoughOfBothIsFine() {
        machine.availableMemory = 2 * GIB;
        machine.disk = 3 * GIB;

        assertThatCode(() -> resources.require(DIRECTORY, 2 * GIB, 3 * GIB)).doesNotThrowAnyException();
    }

    @Test
    void tooLittleMemorySaysHowMuchThereIsAndHowMuchIsTaken() {
        machine.availableMemory = GIB;

        assertThatThrownBy(() -> resources.require(DIRECTORY, 2 * GIB, 0))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Too little memory: 1024 MiB are available")
                .hasMessageContaining("take 2048 MiB")
                .hasMessageContaining("sluice doctor");
    }

    @Test
    void tooLittleDiskSpaceSaysWhereAndHowToChooseAnother() {
        machine.disk = GIB / 2;

        assertThatThrownBy(() -> resources.require(DIRECTORY, 0, GIB))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Too little disk space: 512 MiB are free for " + DIRECTORY)
                .hasMessageContaining("1024 MiB are needed")
                .hasMessageContaining("--dir DIR");
    }
}
