package io.sluice.sink.store.targets.s3;

import com.adobe.testing.s3mock.S3MockApplication;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.Vfs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** A server of S3 in this process, with one bucket. Its owner closes it; safe from any thread. */
public final class S3TestServer implements AutoCloseable {
    public static final String BUCKET = "lake";
    private static final int PAGE_KEYS = 7;
    private static final String ACCESS_KEY = "tester";
    private static final String SECRET_KEY = "do-not-tell";

    private final URI endpoint;
    private final Runnable stop;

    /** One for all, as each takes seconds to close. */
    private final SdkAsyncHttpClient http =
            NettyNioAsyncHttpClient.builder().maxConcurrency(64).build();

    private S3TestServer(URI endpoint, Runnable stop) {
        this.endpoint = endpoint;
        this.stop = stop;
        try (S3Clients clients = new S3Clients(settings("setup"))) {
            clients.client().createBucket(request -> request.bucket(BUCKET)).join();
        }
    }

    /** Checks and stores under one lock, so that writers may race. */
    public static S3TestServer s3proxy() {
        Properties properties = new Properties();
        properties.setProperty("jclouds.identity", ACCESS_KEY);
        properties.setProperty("jclouds.credential", SECRET_KEY);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", properties))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        try {
            proxy.start();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while s3proxy started", interrupt);
        } catch (Exception failure) {
            throw new IllegalStateException("s3proxy does not start", failure);
        }
        return new S3TestServer(URI.create("http://127.0.0.1:" + proxy.getPort()), () -> stop(proxy));
    }

    private static void stop(S3Proxy proxy) {
        try {
            proxy.stop();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("s3proxy does not stop", failure);
        }
    }

    /** Does not check and store in one step: not for races. */
    @SuppressWarnings("deprecation") // There is no other way to ask for the port without TLS.
    public static S3TestServer s3mock() {
        // It adds to what it is given.
        S3MockApplication mock = S3MockApplication.start(new HashMap<>(Map.of(
                S3MockApplication.PROP_HTTP_PORT,
                S3MockApplication.RANDOM_PORT,
                S3MockApplication.PROP_HTTPS_PORT,
                S3MockApplication.RANDOM_PORT,
                "server.address",
                "127.0.0.1",
                S3MockApplication.PROP_SILENT,
                true)));
        return new S3TestServer(URI.create("http://127.0.0.1:" + mock.getHttpPort()), mock::stop);
    }

    public URI endpoint() {
        return endpoint;
    }

    public S3Settings settings(String prefix) {
        return S3Settings.at("s3://" + BUCKET + "/" + prefix)
                .withEndpoint(endpoint, true)
                .withCredentials(new S3Credentials(ACCESS_KEY, SECRET_KEY))
                .withParts(S3Settings.LEAST_PART_BYTES, 4)
                .withRetries(
                        new RetrySettings(6, Duration.ofMillis(1), 2, Duration.ofMillis(20), 0.2),
                        Duration.ofSeconds(30));
    }

    /** A target of a process of its own, for the data set of that prefix. */
    public S3Target target(String prefix, Vfs process) {
        return target(prefix, process, new HttpFaults((number, request) -> null));
    }

    /** The same, whose requests fail as the plan says. */
    public S3Target target(String prefix, Vfs process, HttpFaults faults) {
        return target(settings(prefix), process, faults);
    }

    public S3Target target(S3Settings settings, Vfs process) {
        return target(settings, process, new HttpFaults((number, request) -> null));
    }

    public S3Target target(S3Settings settings, Vfs process, HttpFaults faults) {
        S3Clients clients = new S3Clients(settings, faults.over(http), () -> {});
        return new S3Target(settings, process, Path.of("/"), clients, PAGE_KEYS);
    }

    /** For what no target does; the caller closes it. */
    public static S3AsyncClient client(S3Target target) {
        return target.client();
    }

    @Override
    public void close() {
        http.close();
        stop.run();
    }
}
