package io.sluice.deploy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that no library checks, over every source file, tests among them. */
class SourceRulesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("/src/"))
                    .toList();
        }
    }

    @Test
    void noSourceSleepsOrSwallowsAnInterrupt() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(100);
        List<String> broken = new ArrayList<>();
        for (Path source : sources) {
            for (String offence : SourceRules.offences(ROOT.relativize(source).toString(), Files.readString(source))) {
                broken.add(offence);
            }
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
        return SourceRules.offences("A.java", "class A { " + member + " }");
    }
}
