package io.sluice.deploy.command.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * What a pipeline file says: files into topics, windows over one of them, and tables in a lake. Immutable.
 *
 * @param name what the names of its topics, connectors and application begin with
 * @param bootstrap the brokers, for the application; a local run has its own
 * @param lake the directory or {@code s3://} place of the tables; empty if there are none
 * @param every how late a row may be seen in a table, in milliseconds
 */
public record Pipeline(
        String name,
        String bootstrap,
        List<Input> inputs,
        Optional<Windows> windows,
        String lake,
        long every,
        List<Table> tables) {

    public Pipeline {
        inputs = List.copyOf(inputs);
        tables = List.copyOf(tables);
    }

    /** The topic of an input or a window. */
    public String topic(String inputOrWindow) {
        return name + "-" + inputOrWindow;
    }

    public Optional<Input> input(String wanted) {
        return inputs.stream().filter(input -> input.name().equals(wanted)).findAny();
    }

    public boolean lakeIsDirectory() {
        return !lake.isEmpty() && !lake.startsWith("s3://");
    }
}
