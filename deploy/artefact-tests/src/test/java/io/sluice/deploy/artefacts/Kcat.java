package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The command lines for kcat that documents show, and the kcat of this machine, if there is one. Stateless. */
final class Kcat {
    private static final Path DEPLOY = Path.of("..");
    private static final Pattern LINE = Pattern.compile("(?m)^(kcat .+)$|`(kcat -b [^`]+)`");
    private static final Pattern SECURED = Pattern.compile("On a secured cluster add `([^`]+)`");
    private static final Pattern LIBRARY = Pattern.compile("librdkafka (\\d+)\\.(\\d+)\\.(\\d+)");

    private Kcat() {}

    /** Skips the test, with the reason, if there is none. */
    static void assume() throws IOException, InterruptedException {
        Assumptions.assumeTrue(isThere(), "kcat is not on the PATH: its examples were not run");
    }

    static boolean isThere() throws IOException, InterruptedException {
        return Shell.succeeds("command -v kcat");
    }

    /** Whether its library sends SCRAM's last message as brokers want it, which those before 2.6.1 do not. */
    static boolean knowsScram(Shell shell) throws IOException, InterruptedException {
        Matcher library = LIBRARY.matcher(shell.run("kcat -V"));
        assertThat(library.find()).isTrue();
        long version = 0;
        for (int part = 1; part <= 3; part++) {
            version = version * 1_000 + Integer.parseInt(library.group(part));
        }
        return version >= 2_006_001;
    }

    /** Every line in a document below {@code deploy}. */
    static List<String> linesOf(String document) throws IOException {
        List<String> lines = LINE.matcher(Files.readString(DEPLOY.resolve(document)))
                .results()
                .map(line -> (line.group(1) == null ? line.group(2) : line.group(1)).replaceAll("\\s+", " "))
                .toList();
        assertThat(lines).as(document).isNotEmpty();
        return lines;
    }

    /** A line as it is on a secured cluster, for one of the users and the certificate of {@link SecuredBrokers}. */
    static String secured(String line, String user, String password, String certificate) throws IOException {
        Matcher options = SECURED.matcher(Files.readString(DEPLOY.resolve("topics/consumers/kcat.md")));
        assertThat(options.find()).as("how kcat gets in").isTrue();
        return line.replaceFirst(
                "^kcat ",
                "kcat "
                        + Matcher.quoteReplacement(options.group(1)
                                .replaceAll("\\s+", " ")
                                .replace("sasl.username=…", "sasl.username=" + user)
                                .replace("sasl.password=…", "sasl.password=" + password)
                                .replace("ca.crt", certificate))
                        + " ");
    }
}
