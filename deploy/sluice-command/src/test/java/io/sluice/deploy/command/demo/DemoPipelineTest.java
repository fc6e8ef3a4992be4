package io.sluice.deploy.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.PipelineFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pipelines that a demo writes, for its own feed and for a directory of the user's. */
class DemoPipelineTest {
    private static final Path BASE = Path.of("/home/u/.sluice/demo");

    private static Map<String, String> source(Pipeline pipeline) {
        List<Generated.Connector> connectors =
                Generated.of(pipeline, Optional.of("symbol string, rows long")).connectors();
        return connectors.stream()
                .filter(Generated.Connector::reads)
                .filter(connector -> connector.name().contains("trades"))
                .map(Generated.Connector::config)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDirectoryOfTheUsersIsReadWhereItLiesAndAsFilesThatAreWhole() {
        Pipeline pipeline =
                PipelineFile.parse("demo", BASE, DemoPipeline.ofDirectory(Path.of("/data/it's here/../trades")));

        Map<String, String> source = source(pipeline);
        assertThat(source)
                .containsEntry("roots", "trades=/data/trades")
                .containsEntry("mode", "complete")
                .containsEntry("include", "**")
                .containsEntry("stable.ms", "1000");
        assertThat(pipeline.inputs()).as("there are no books").hasSize(1);
    }

    @Test
    void itsOwnFeedIsFollowedAndHasBooks() {
        Pipeline pipeline = PipelineFile.parse("demo", BASE, DemoPipeline.ofFeed());

        assertThat(source(pipeline))
                .containsEntry("roots", "trades=" + BASE + "/input/trades")
                .containsEntry("mode", "tail");
        assertThat(pipeline.inputs()).hasSize(2);
    }

    @Test
    void aQuoteInTheDirectorysNameStaysOne() {
        Pipeline pipeline = PipelineFile.parse("demo", BASE, DemoPipeline.ofDirectory(Path.of("/data/it's here")));

        assertThat(source(pipeline)).containsEntry("roots", "trades=/data/it's here");
    }
}
