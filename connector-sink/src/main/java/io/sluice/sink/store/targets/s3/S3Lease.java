package io.sluice.sink.store.targets.s3;

import io.sluice.io.lock.LockLevel;
import io.sluice.io.lock.LockTimeoutException;
import io.sluice.sink.store.targets.HeldLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A lock that ends by itself: an object that says whose it is and until when. It keeps writers from working in vain; it does
 * not keep them apart, as a holder that stood still believes in it longer than others do. The log keeps them apart. Safe from
 * any thread.
 */
final class S3Lease implements HeldLock {
    private static final int MOST_BYTES = 1 << 12;
    private static final Duration POLL = Duration.ofMillis(200);

    private final S3Target target;
    private final String name;
    private final String object;
    private final String text;

    private S3Lease(S3Target target, String name, String object, String text) {
        this.target = target;
        this.name = name;
        this.object = object;
        this.text = text;
    }

    /** Waits for it, for at most {@code timeout}. */
    static S3Lease take(S3Target target, String name, String object, String holder, Duration timeout, Duration lease)
            throws IOException {
        Instant start = target.now();
        while (true) {
            Instant now = target.now();
            String text = now.plus(lease) + " " + holder;
            try {
                target.create(object, text.getBytes(StandardCharsets.UTF_8), null);
                return new S3Lease(target, name, object, text);
            } catch (FileAlreadyExistsException taken) {
                String found = read(target, object);
                if (found.equals(text)) {
                    return new S3Lease(target, name, object, text);
                }
                if (isOver(found, now)) {
                    target.delete(List.of(object));
                    continue;
                }
            }
            Duration waited = Duration.between(start, target.now());
            if (waited.compareTo(timeout) >= 0) {
                throw new LockTimeoutException(
                        Path.of("/" + target.location() + "/" + object),
                        LockLevel.EXCLUSIVE,
                        LockLevel.EXCLUSIVE,
                        waited);
            }
            Duration left = timeout.minus(waited);
            target.pause(left.compareTo(POLL) < 0 ? left : POLL);
        }
    }

    private static String read(S3Target target, String object) throws IOException {
        try {
            return new String(target.read(object, MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException givenBack) {
            return "";
        }
    }

    private static boolean isOver(String found, Instant now) {
        int end = found.indexOf(' ');
        return end < 0 || !Instant.parse(found.substring(0, end)).isAfter(now);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        if (read(target, object).equals(text)) {
            target.delete(List.of(object));
        }
    }
}
