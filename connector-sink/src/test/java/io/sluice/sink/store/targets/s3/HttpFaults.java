package io.sluice.sink.store.targets.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** Lets requests fail, numbered from 1 in the order in which they are made. Safe from any thread. */
public final class HttpFaults {

    /** What befalls a request. */
    public enum Fault {
        /** It is not sent. */
        NOT_SENT,
        /** It is done, and the answer does not come. */
        REPLY_LOST,
        /** The server says that something is wrong with it. */
        INTERNAL_ERROR,
        /** The server asks for less, and does nothing. */
        SLOW_DOWN,
        /** Another request for the key is under way, and nothing is done. */
        CONFLICT,
        /** The server says that there is no such upload, and does nothing. */
        NO_SUCH_UPLOAD,
        /** The process ends before it: no request is sent any more. */
        CRASH,
        /** The process ends after it. */
        CRASH_AFTER
    }

    /** Says what befalls a request; null for nothing. */
    @FunctionalInterface
    public interface Plan {
        Fault decide(long number, SdkHttpRequest request);
    }

    private final Plan plan;
    private final List<String> made = new ArrayList<>();
    private final List<String> injected = new ArrayList<>();
    private boolean crashed;

    public HttpFaults(Plan plan) {
        this.plan = plan;
    }

    /** The requests from that number to that one fail. */
    public static HttpFaults between(long first, long last, Fault fault) {
        return new HttpFaults((number, request) -> number >= first && number <= last ? fault : null);
    }

    public synchronized long count() {
        return made.size();
    }

    public synchronized List<String> injected() {
        return List.copyOf(injected);
    }

    private synchronized Fault next(SdkHttpRequest request) {
        if (crashed) {
            return Fault.NOT_SENT;
        }
        String what = request.method() + " " + request.encodedPath() + " "
                + request.rawQueryParameters().keySet();
        made.add(what);
        Fault fault = plan.decide(made.size(), request);
        if (fault != null) {
            injected.add("#" + made.size() + " " + fault + ": " + what);
        }
        crashed = fault == Fault.CRASH || fault == Fault.CRASH_AFTER;
        return fault;
    }

    SdkAsyncHttpClient over(SdkAsyncHttpClient below) {
        return new SdkAsyncHttpClient() {
            @Override
            public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
                Fault fault = next(request.request());
                return fault == null ? below.execute(request) : fail(fault, below, request);
            }

            @Override
            public void close() {
                // It is others' too.
            }
        };
    }

    private static CompletableFuture<Void> fail(Fault fault, SdkAsyncHttpClient below, AsyncExecuteRequest request) {
        return switch (fault) {
            case NOT_SENT, CRASH -> broken(request, fault);
            case REPLY_LOST, CRASH_AFTER ->
                below.execute(AsyncExecuteRequest.builder()
                                .request(request.request())
                                .requestContentPublisher(request.requestContentPublisher())
                                .fullDuplex(request.fullDuplex())
                                .metricCollector(request.metricCollector().orElse(null))
                                .responseHandler(new Unheard())
                                .build())
                        .handle((done, failure) -> null)
                        .thenCompose(unused -> broken(request, fault));
            case INTERNAL_ERROR -> answered(request, 500, "InternalError");
            case SLOW_DOWN -> answered(request, 503, "SlowDown");
            case CONFLICT -> answered(request, 409, "ConditionalRequestConflict");
            case NO_SUCH_UPLOAD -> answered(request, 404, "NoSuchUpload");
        };
    }

    private static CompletableFuture<Void> broken(AsyncExecuteRequest request, Fault fault) {
        IOException failure = new IOException("injected: " + fault);
        request.responseHandler().onError(failure);
        return CompletableFuture.failedFuture(failure);
    }

    private static CompletableFuture<Void> answered(AsyncExecuteRequest request, int status, String code) {
        byte[] xml = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>injected</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        request.responseHandler()
                .onHeaders(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", "application/xml")
                        .putHeader("Content-Length", Integer.toString(xml.length))
                        .build());
        request.responseHandler().onStream(AsyncRequestBody.fromBytes(xml));
        return CompletableFuture.completedFuture(null);
    }

    /** Takes an answer for nobody. */
    private static final class Unheard implements SdkAsyncHttpResponseHandler {
        @Override
        public void onHeaders(SdkHttpResponse headers) {}

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            stream.subscribe(new Subscriber<>() {
                @Override
                public void onSubscribe(Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(ByteBuffer unused) {}

                @Override
                public void onError(Throwable unused) {}

                @Override
                public void onComplete() {}
            });
        }

        @Override
        public void onError(Throwable unused) {}
    }
}
