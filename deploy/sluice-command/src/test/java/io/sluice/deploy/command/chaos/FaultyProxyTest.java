package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.deploy.command.chaos.FaultyProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {
    private static final byte[] ANSWER = {'y', 'e', 's'};

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;
    private FaultyProxy proxy;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        proxy = new FaultyProxy(server.getAddress(), 1);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    @Test
    void withoutAFaultEverythingGoesThrough() throws IOException, InterruptedException {
        HttpResponse<String> response = put();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("yes");
        assertThat(proxy.spoilt()).isZero();
    }

    @Test
    void whatIsRefusedDoesNotReachTheServer() throws IOException, InterruptedException {
        put();
        proxy.set(Fault.REFUSES);

        assertThatThrownBy(this::put).isInstanceOf(IOException.class);

        assertThat(requests).hasValue(1);
        proxy.set(Fault.NONE);
        assertThat(put().statusCode()).isEqualTo(200);
    }

    @Test
    void aBusyServerAnswersSoAndDoesNothing() throws IOException, InterruptedException {
        proxy.set(Fault.BUSY);

        assertThat(put().statusCode()).isEqualTo(503);

        assertThat(requests).hasValue(0);
    }

    @Test
    void whatIsStalledGoesOnOnceItIsHealed() throws InterruptedException, ExecutionException, TimeoutException {
        proxy.set(Fault.STALLS);
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(request(), BodyHandlers.ofString());
        awaitSpoilt();
        assertThat(response).isNotDone();
        assertThat(requests).hasValue(0);

        proxy.set(Fault.NONE);

        assertThat(response.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void ofAnAnswerThatIsLostTheRequestWasCarriedOut() throws InterruptedException {
        proxy.set(Fault.LOSES_ANSWERS);
        int asked = 0;
        int lost = 0;
        while (lost == 0 && asked < 200) {
            asked++;
            try {
                put();
            } catch (IOException e) {
                lost++;
            }
        }

        assertThat(lost).isEqualTo(1);
        // The client may have asked again by itself.
        assertThat(requests).hasValueGreaterThanOrEqualTo(asked);
    }

    private void awaitSpoilt() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int looks = 0; proxy.spoilt() == 0 && looks < 6_000; looks++) {
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(proxy.spoilt()).isPositive();
    }

    private HttpResponse<String> put() throws IOException, InterruptedException {
        return client.send(request(), BodyHandlers.ofString());
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(proxy.endpoint())
                .timeout(Duration.ofSeconds(60))
                .PUT(HttpRequest.BodyPublishers.ofString("please"))
                .build();
    }
}
