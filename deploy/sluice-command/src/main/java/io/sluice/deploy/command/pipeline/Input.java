package io.sluice.deploy.command.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Files that go into one topic.
 *
 * @param name of the input; the topic is the pipeline's name with this behind it
 * @param include globs relative to the directory, separated by commas
 * @param follow whether files grow for ever; if not, each is read once it no longer changes
 * @param rows {@code csv} or {@code json}: what the lines are, if there is a schema
 * @param header whether the first line of each file is a header
 * @param tasks the most tasks of the source
 * @param settings keys of the source connector that replace what is made here
 */
public record Input(
        String name,
        Path directory,
        String include,
        Framing framing,
        boolean follow,
        String rows,
        Optional<String> schema,
        boolean header,
        int partitions,
        int tasks,
        Map<String, String> settings) {

    /** What becomes one record. */
    public enum Framing {
        LINE_CHUNKS("line-chunks"),
        LINES("lines"),
        BYTES("bytes");

        private final String text;

        Framing(String text) {
            this.text = text;
        }

        /** As the source connector has it. */
        public String text() {
            return text;
        }
    }

    public Input {
        settings = Map.copyOf(settings);
    }
}
