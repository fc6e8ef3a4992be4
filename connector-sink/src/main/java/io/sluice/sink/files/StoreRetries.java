package io.sluice.sink.files;

import io.sluice.io.flow.ErrorKind;
import io.sluice.io.publish.OutOfSpaceException;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Whether and when a store that failed is tried again: with growing pauses, for so long, and only after what may pass. One
 * thread at a time.
 */
final class StoreRetries {
    private static final int FEW = 3;

    private final WriterSettings settings;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private int failures;
    private long since;

    StoreRetries(WriterSettings settings, LongSupplier nanoTime, RandomGenerator random) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** It works. */
    void succeeded() {
        failures = 0;
    }

    /** How long to wait before it is tried again; empty if it is not. */
    Optional<Duration> failed(IOException failure) {
        if (failures == 0) {
            since = nanoTime.getAsLong();
        }
        // A few that are far apart are no store that is down: nothing may have been due between them.
        boolean tooLong = failures >= FEW
                && nanoTime.getAsLong() - since > settings.retryFor().toNanos();
        if (!mayPass(failure) || tooLong) {
            return Optional.empty();
        }
        long most = Math.min(
                settings.longestPause().toMillis(), settings.firstPause().toMillis() << Math.min(failures, 20));
        failures++;
        double part;
        synchronized (random) {
            part = random.nextDouble();
        }
        return Optional.of(Duration.ofMillis(Math.max(1, (long) (most * (0.5 + part / 2)))));
    }

    private static boolean mayPass(SdkException failure) {
        if (failure instanceof SdkServiceException service) {
            int status = service.statusCode();
            return status >= 500 || status == 408 || status == 409 || status == 429;
        }
        String message = String.valueOf(failure.getMessage());
        // These were never sent; all else was, and not answered.
        return !message.contains("load credentials")
                && !message.contains("load region")
                && !message.contains("endpoint rule");
    }

    private static boolean mayPass(IOException failure) {
        if (failure instanceof UnclearOutcomeException) {
            // The next claim finds out.
            return true;
        }
        if (failure.getCause() instanceof SdkException s3) {
            return mayPass(s3);
        }
        ErrorKind kind = ErrorKind.of(failure);
        // Somebody may make room, and what was staged has just been given back.
        boolean full = OutOfSpaceException.isOutOfSpace(failure);
        return full || kind.canPass() || kind == ErrorKind.NOT_DURABLE || kind == ErrorKind.REFUSED;
    }
}
