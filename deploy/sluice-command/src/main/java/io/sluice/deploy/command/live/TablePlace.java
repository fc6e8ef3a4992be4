package io.sluice.deploy.command.live;

import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a table is, and how its sink reaches it. Immutable.
 *
 * @param store the directory or bucket that tables are in
 * @param sink the settings of the sink's connector
 */
record TablePlace(String table, String store, Map<String, String> sink) {
    private static final String BUCKET = "s3://";

    /** Somebody looks at a page: what does not answer soon is asked again with the next look. */
    private static final RetrySettings RETRIES =
            new RetrySettings(2, Duration.ofMillis(200), 2, Duration.ofSeconds(1), 0.3);

    private static final Duration REQUEST = Duration.ofSeconds(5);

    static TablePlace of(Pipeline pipeline, Table table) {
        return new TablePlace(
                table.name(), table.settings().getOrDefault("store.path", pipeline.lake()), table.settings());
    }

    /** A place that is open. Closed by who opened it. */
    record Open(Vfs vfs, Target target) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (vfs) {
                target.close();
            }
        }
    }

    private String name() {
        return sink.getOrDefault("table", table);
    }

    /** The table's directory, if it is one of this machine. */
    Optional<Path> directory() {
        return store.startsWith(BUCKET)
                ? Optional.empty()
                : Optional.of(Path.of(store).resolve(name()));
    }

    /** For people. */
    String location() {
        return store.replaceAll("/+$", "") + "/" + name();
    }

    /** Empty while there is no such directory. */
    Optional<Open> open() throws IOException {
        Optional<Path> directory = directory();
        if (directory.isPresent()
                && !Files.isDirectory(directory.get().resolve("_sluice").resolve("log"))) {
            return Optional.empty();
        }
        Path near =
                directory.isPresent() ? directory.get().toRealPath() : Path.of(System.getProperty("java.io.tmpdir"));
        Vfs vfs = LocalVfs.rootedAt(near);
        boolean is = false;
        try {
            Target target = directory.isPresent()
                    ? new LocalTarget(vfs, near, Runnable::run, RetrySettings.DEFAULT)
                    : new S3Target(bucket(), vfs, near);
            is = true;
            return Optional.of(new Open(vfs, target));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(location() + ": " + wrong.getMessage(), wrong);
        } finally {
            if (!is) {
                vfs.close();
            }
        }
    }

    /** As the sink has it; what the environment says is the same here, as the worker is a child of this process. */
    private S3Settings bucket() {
        S3Settings settings = S3Settings.at(store)
                .below(name())
                .withRegion(sink.get("s3.region"))
                .withRetries(RETRIES, REQUEST);
        String endpoint = sink.get("s3.endpoint");
        if (endpoint != null) {
            settings = settings.withEndpoint(URI.create(endpoint), Boolean.parseBoolean(sink.get("s3.path.style")));
        }
        String access = sink.get("s3.access.key");
        String secret = sink.get("s3.secret.key");
        return access == null || secret == null
                ? settings
                : settings.withCredentials(new S3Credentials(access, secret));
    }
}
