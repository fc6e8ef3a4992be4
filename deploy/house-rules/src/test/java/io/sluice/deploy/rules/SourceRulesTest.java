package io.sluice.deploy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rules of the house that no library checks, over every source file, tests among them. */
class SourceRulesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final int FILES_AT_ONCE = 100;

    /** What builds and runs leave, and may remove at any moment as other modules are built beside this one, is not looked at. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                return !directory.equals(ROOT) && (name.equals("target") || name.startsWith("."))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java") && file.toString().contains("/src/")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    @Test
    void noSourceSleepsOrSwallowsAnInterrupt() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(100);
        List<String> broken = new ArrayList<>();
        for (int from = 0; from < sources.size(); from += FILES_AT_ONCE) {
            Map<String, String> texts = new TreeMap<>();
            for (Path source : sources.subList(from, Math.min(from + FILES_AT_ONCE, sources.size()))) {
                texts.put(ROOT.relativize(source).toString(), Files.readString(source));
            }
            broken.addAll(SourceRules.offences(texts));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void aSleepIsFoundHoweverItIsWritten() {
        assertThat(offences("void f() throws Exception { Thread.sleep(1); }")).hasSize(1);
        assertThat(offences("void f() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }"))
                .hasSize(1);
        assertThat(offences("void f() throws Exception { java.lang.Thread.sleep(1, 2); }"))
                .hasSize(1);
    }

    @Test
    void anInterruptThatIsCaughtAndForgottenIsFound() {
        assertThat(offences("void f() { try { wait(); } catch (InterruptedException e) { } }"))
                .singleElement()
                .asString()
                .contains("A.java:1");
        assertThat(offences("void f() { try { wait(); } catch (InterruptedException e) { return; } }"))
                .hasSize(1);
        assertThat(offences("void f() { try { wait(); } catch (IllegalStateException | InterruptedException e) { } }"))
                .hasSize(1);
    }

    @Test
    void anInterruptThatIsNotedIsFineOnlyIfTheNotedOneIsRestored() {
        String noting = "void f() { try { wait(); } catch (InterruptedException e) { interrupted = true; } ";
        String restoring = "if (interrupted) { Thread.currentThread().interrupt(); }";

        assertThat(offences("boolean interrupted; " + noting + "}")).hasSize(1);
        assertThat(offences("boolean interrupted; " + noting + "} void g() { Thread.currentThread().interrupt(); }"))
                .hasSize(1);
        assertThat(offences("boolean interrupted; " + noting + "} void g() { " + restoring + " }"))
                .isEmpty();
    }

    @Test
    void anInterruptNotedInAMethodIsRestoredThere() {
        String noting = "void f() { boolean interrupted = false; try { wait(); }"
                + " catch (InterruptedException e) { interrupted = true; } ";
        String restoring = "if (interrupted) { Thread.currentThread().interrupt(); }";

        assertThat(offences(noting + restoring + " }")).isEmpty();
        assertThat(offences(noting + "Thread.currentThread().interrupt(); }")).hasSize(1);
        assertThat(offences(noting + "} void g() { " + restoring + " }")).hasSize(1);
    }

    @Test
    void anInterruptOfAnotherThreadRestoresNothing() {
        assertThat(offences("void f(Thread t) { try { wait(); } catch (InterruptedException e) { t.interrupt(); } }"))
                .hasSize(1);
    }

    @Test
    void anInterruptThatIsRestoredOrThrownOnIsFine() {
        assertThat(offences("void f() { try { wait(); } catch (InterruptedException e) {"
                        + " Thread.currentThread().interrupt(); } }"))
                .isEmpty();
        assertThat(
                        offences(
                                "void f() { try { wait(); } catch (InterruptedException e) { throw new RuntimeException(e); } }"))
                .isEmpty();
    }

    private static List<String> offences(String member) {
        return SourceRules.offences(Map.of("A.java", "class A { " + member + " }"));
    }
}
