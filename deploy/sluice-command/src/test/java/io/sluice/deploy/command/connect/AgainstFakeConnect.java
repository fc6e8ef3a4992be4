package io.sluice.deploy.command.connect;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;

/** A test of a command that asks a Connect cluster: {@link FakeConnect}, and what the command says. */
abstract class AgainstFakeConnect {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    FakeConnect connect;

    @BeforeEach
    void start() throws IOException {
        connect = new FakeConnect();
    }

    @AfterEach
    void stop() {
        connect.close();
    }

    /** A command that speaks to this test. */
    CommandLine heard(Object command) {
        return new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    int run(CommandLine command, Object... arguments) {
        return command.execute(Stream.concat(
                        Stream.of("--connect", connect.url()),
                        Stream.of(arguments).map(String::valueOf))
                .toArray(String[]::new));
    }
}
