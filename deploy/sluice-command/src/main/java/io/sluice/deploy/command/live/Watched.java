package io.sluice.deploy.command.live;

import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Pipeline;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A pipeline that runs, and who can be asked about it. Immutable.
 *
 * @param worker the process of the Connect worker, which is another one after a restart
 */
public record Watched(
        Pipeline pipeline,
        Generated generated,
        String bootstrapServers,
        ConnectRest rest,
        Optional<URI> app,
        Supplier<Optional<Long>> worker) {}
