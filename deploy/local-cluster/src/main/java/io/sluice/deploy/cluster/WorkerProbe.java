package io.sluice.deploy.cluster;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks a worker for its connectors, which it can answer only once it has joined its group and read its topics. */
record WorkerProbe(ConnectRest rest) implements Callable<Optional<Boolean>> {
    WorkerProbe(URI url) {
        this(new ConnectRest(List.of(url)));
    }

    @Override
    public Optional<Boolean> call() throws InterruptedException {
        return rest.answers() ? Optional.of(true) : Optional.empty();
    }
}
