package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks a companion whether it is ready; called by the thread of {@link Readiness}. */
record CompanionProbe(URI ready, HttpClient http) implements Callable<Optional<Boolean>> {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    CompanionProbe(URI ready) {
        this(
                ready,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(TIMEOUT)
                        .build());
    }

    @Override
    public Optional<Boolean> call() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(ready).timeout(TIMEOUT).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200
                    ? Optional.of(true)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
