package io.sluice.sink.store.targets.s3;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/**
 * The SDK's client with all that it holds: a thread for time-outs and, unless given from elsewhere, connections with two
 * threads. Its owner closes it. Safe from any thread; futures complete on the connections' threads, so nothing that is attached
 * to one may block.
 */
final class S3Clients implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final int THREADS = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final ScheduledExecutorService timeouts =
            Executors.newSingleThreadScheduledExecutor(named("sluice-s3-timeouts"));
    private final SdkAsyncHttpClient http;
    private final Runnable closing;
    private final S3AsyncClient client;

    S3Clients(S3Settings settings) {
        this(settings, new NioEventLoopGroup(THREADS, named("sluice-s3-http")));
    }

    private S3Clients(S3Settings settings, EventLoopGroup threads) {
        this(
                settings,
                NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .connectionAcquisitionTimeout(settings.requestTimeout())
                        .eventLoopGroup(SdkEventLoopGroup.create(threads, NioSocketChannel::new))
                        .build(),
                // Soon: whoever closes has waited for all he asked for, and connections take a moment to be closed.
                () -> {
                    Future<?> unused = threads.shutdownGracefully(200, 2_000, TimeUnit.MILLISECONDS);
                });
    }

    /**
     * @param http closed with this
     * @param closing what else is
     */
    S3Clients(S3Settings settings, SdkAsyncHttpClient http, Runnable closing) {
        this.http = http;
        this.closing = closing;
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .httpClient(http)
                .credentialsProvider(settings.credentials().provider())
                .forcePathStyle(settings.pathStyle())
                // Servers that are not Amazon's do not know the newer checksums. Ours is MD5, which all know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(settings.requestTimeout())
                        .scheduledExecutorService(timeouts));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.region() != null) {
            builder.region(Region.of(settings.region()));
        } else if (settings.endpoint() != null) {
            // Only part of the signature then; servers that are not Amazon's have none, or take any.
            builder.region(Region.US_EAST_1);
        }
        this.client = builder.build();
    }

    S3AsyncClient client() {
        return client;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        client.close();
        http.close();
        closing.run();
        timeouts.shutdownNow();
    }
}
