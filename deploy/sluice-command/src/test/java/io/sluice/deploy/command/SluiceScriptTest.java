package io.sluice.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code deploy/sluice}, in a tree of its own where Java and Maven only write down how they were called. */
class SluiceScriptTest {
    @TempDir
    private Path directory;

    private Path root;
    private Path programs;

    /** How a run ended. */
    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void layTree() throws IOException {
        root = directory.resolve("a tree");
        programs = Files.createDirectories(directory.resolve("programs"));
        Path script = Files.createDirectories(root.resolve("deploy")).resolve("sluice");
        Files.copy(Path.of("..", "sluice"), script);
        executable(script, Files.readString(script));
        source("deploy/sluice-command");
        source("async-io");
        Files.writeString(root.resolve("pom.xml"), "");
        past(root.resolve("pom.xml"));
        Files.writeString(root.resolve("deploy/pom.xml"), "");
        past(root.resolve("deploy/pom.xml"));
        java("17");
        // What the build leaves: the class path, and a module's jar on it.
        executable(programs.resolve("mvn"), """
                #!/bin/sh
                echo "built $*" >> '%1$s/builds'
                mkdir -p async-io/target deploy/sluice-command/target
                touch async-io/target/async-io.jar
                for archive in connector-source connector-sink streams-app; do
                  mkdir -p $archive/target
                  touch $archive/target/$archive.zip
                done
                printf '%%s' "$PWD/async-io/target/async-io.jar" > deploy/sluice-command/target/sluice.classpath
                """.formatted(directory));
    }

    @Test
    void theFirstUseBuildsAndTheNextDoesNot() throws IOException, InterruptedException {
        assertThat(run().exitCode()).isEqualTo(7);
        assertThat(run().exitCode()).isEqualTo(7);

        assertThat(builds()).singleElement().asString().contains("-DskipTests", "-pl deploy/sluice-command", "-am");
    }

    @Test
    void aChangedSourceOfAnyModuleIsBuiltAgain() throws IOException, InterruptedException {
        run();

        Path source = root.resolve("async-io/src/main/java/Some.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        run();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void anArchiveThatIsGoneIsBuiltAgain() throws IOException, InterruptedException {
        run();

        Files.delete(root.resolve("streams-app/target/streams-app.zip"));
        Run run = run();

        assertThat(builds()).hasSize(2);
        assertThat(run.out()).contains("[-Dsluice.home=" + root + "]");
    }

    @Test
    void aChangedParentOfTheModulesIsBuiltAgain() throws IOException, InterruptedException {
        run();

        Files.setLastModifiedTime(
                root.resolve("deploy/pom.xml"), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        run();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void theUsersSearchPathOfCdLeadsItNowhereElse() throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("elsewhere/a tree/deploy"));

        Run run = execute(
                List.of("a tree/deploy/sluice"),
                Map.of("CDPATH", directory.resolve("elsewhere").toString()));

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out()).contains("[-cp][" + root.resolve("deploy/sluice-command/target/classes") + ":");
    }

    @Test
    void aClassPathWithModulesFromTheLocalRepositoryIsBuiltAgain() throws IOException, InterruptedException {
        run();

        Path installed = Files.createDirectories(directory.resolve("repository/io/sluice/async-io"))
                .resolve("async-io.jar");
        Files.writeString(installed, "");
        Files.writeString(root.resolve("deploy/sluice-command/target/sluice.classpath"), installed.toString());
        run();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void nothingIsBuiltWhenTheUserForbidsIt() throws IOException, InterruptedException {
        Run run = run(Map.of("SLUICE_NO_BUILD", "1"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("not built, and SLUICE_NO_BUILD is set");
        assertThat(directory.resolve("builds")).doesNotExist();
    }

    @Test
    void argumentsAndTheExitCodePassThroughAndOutputIsOnlyTheCommands() throws IOException, InterruptedException {
        Run run = run(Map.of(), "two words", "*", "");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out()).contains("[io.sluice.deploy.command.Sluice][two words][*][]");
        assertThat(run.out()).contains("[-Dpicocli.ansi=false]").doesNotContain("building");
        assertThat(run.err()).contains("building");
    }

    @Test
    void itRunsFromAnyDirectoryAndThroughLinks() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root.resolve("deploy/sluice"));
        Path linkToLink = Files.createSymbolicLink(programs.resolve("sluice"), Path.of("../link"));

        Run run = execute(List.of(linkToLink.toString()), Map.of());

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out())
                .contains(root.resolve("async-io/target/async-io.jar").toString());
        assertThat(link).isSymbolicLink();
    }

    @Test
    void anOldJavaIsRefusedInOneLine() throws IOException, InterruptedException {
        java("11");

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("is Java 11. Install a JDK 17 or newer.");
    }

    @Test
    void aMissingMavenIsSaidInOneLine() throws IOException, InterruptedException {
        Files.delete(programs.resolve("mvn"));

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("Maven (mvn) is not on PATH. Install Maven 3.8.7 or newer.");
    }

    @Test
    void aFailedBuildIsSaidAndNothingIsRun() throws IOException, InterruptedException {
        executable(programs.resolve("mvn"), "#!/bin/sh\necho 'no such class' >&2; exit 1\n");

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no such class", "the build failed");
        assertThat(run.out()).isEmpty();
    }

    private Run run() throws IOException, InterruptedException {
        return run(Map.of());
    }

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("deploy/sluice").toString()));
        command.addAll(List.of(arguments));
        return execute(command, environment);
    }

    private Run execute(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_HOME") || name.startsWith("SLUICE_"));
        builder.environment().put("PATH", programs + ":" + systemPrograms());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err")));
    }

    /** The system's programs without its Java and Maven: one wrapper for each of the few the script uses. */
    private Path systemPrograms() throws IOException {
        Path wrappers = Files.createDirectories(directory.resolve("system"));
        for (String name : List.of(
                "bash",
                "sh",
                "dirname",
                "readlink",
                "sed",
                "tr",
                "find",
                "head",
                "cat",
                "touch",
                "mv",
                "mkdir",
                "flock",
                "env",
                "printf")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(place, name);
                if (Files.exists(program)) {
                    executable(wrappers.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n");
                }
            }
        }
        return wrappers;
    }

    /** A Java of the given version that prints its arguments, each in brackets, and ends with 7. */
    private void java(String version) throws IOException {
        executable(programs.resolve("java"), """
                #!/bin/sh
                if [ "$1" = "-XshowSettings:properties" ]; then
                  echo "    java.specification.version = %s" >&2
                  exit 0
                fi
                for argument in "$@"; do printf '[%%s]' "$argument"; done
                exit 7
                """.formatted(version));
    }

    private void source(String module) throws IOException {
        Path sources = Files.createDirectories(root.resolve(module).resolve("src/main/java"));
        Path some = Files.writeString(sources.resolve("Some.java"), "");
        Path pom = Files.writeString(root.resolve(module).resolve("pom.xml"), "");
        for (Path file : List.of(some, pom, sources, root.resolve(module).resolve("src/main"))) {
            past(file);
        }
    }

    /** Written well before the build, so that the test does not depend on the clock's resolution. */
    private static void past(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(directory.resolve("builds"), StandardCharsets.UTF_8);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
