package io.sluice.deploy.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this machine answers about directories and locales. */
class ThisMachineTest {
    private final ThisMachine machine = new ThisMachine();

    @TempDir
    private Path directory;

    @Test
    void aDirectoryThatDoesNotExistYetIsWritableAndTryingLeavesNothing() throws IOException {
        assertThatCode(() -> machine.writeTo(directory.resolve("a/b"))).doesNotThrowAnyException();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void belowAFileAndBehindALinkToNothingNoDirectoryCanBe() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nothing"));

        assertThatThrownBy(() -> machine.writeTo(file)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> machine.writeTo(file.resolve("a/b")))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(file.toString());
        assertThatThrownBy(() -> machine.writeTo(link.resolve("a"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void theLocaleOfMessagesIsChosenAsTheSystemDoes() {
        assertThat(ThisMachine.messageLocale(Map.of())).isEqualTo("C");
        assertThat(ThisMachine.messageLocale(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "")))
                .isEqualTo("de_DE.UTF-8");
        assertThat(ThisMachine.messageLocale(Map.of("LANG", "de_DE.UTF-8", "LC_MESSAGES", "C", "LANGUAGE", "fr")))
                .isEqualTo("C");
        assertThat(ThisMachine.messageLocale(Map.of("LC_MESSAGES", "C", "LC_ALL", "fr_FR")))
                .isEqualTo("fr_FR");
        assertThat(ThisMachine.messageLocale(Map.of("LANG", "en_US.UTF-8", "LANGUAGE", "de:en")))
                .isEqualTo("de:en");
    }
}
