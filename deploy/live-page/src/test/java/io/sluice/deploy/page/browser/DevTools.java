package io.sluice.deploy.page.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The browser's DevTools protocol over one web socket. Calls come from any thread and wait for their answer; events of a session
 * are handed on by the socket's thread.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Generous: the machine may be busy with everything else. */
    private static final long LONGEST_CALL_SECONDS = 120;

    private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    DevTools(URI address) throws IOException {
        socket = get(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this), "the connection");
    }

    /** Hands the events of a session to a listener. */
    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    /**
     * Calls a method and waits for its result.
     *
     * @param session null for the browser itself
     * @throws IOException with the browser's message, if it refuses
     */
    JsonNode call(String session, String method, ObjectNode parameters) throws IOException {
        long id = lastCall.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        send(message.toString());
        return get(answer, method);
    }

    /** One message after the other: the socket takes no second one before the first has left. */
    private synchronized void send(String text) {
        sent = sent.thenCompose(before -> socket.sendText(text, true));
    }

    private static <T> T get(CompletableFuture<T> answer, String what) throws IOException {
        try {
            return answer.get(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(what + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("The browser has not answered " + what + " in " + LONGEST_CALL_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + what, e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            take(text);
        }
        from.request(1);
        return null;
    }

    private void take(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (IOException e) {
            failAll(e);
            return;
        }
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = calls.remove(message.get("id").asLong());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(
                        new IOException(message.get("error").path("message").asText()));
            } else if (answer != null) {
                answer.complete(message.path("result"));
            }
            return;
        }
        BiConsumer<String, JsonNode> listener =
                listeners.get(message.path("sessionId").asText());
        if (listener != null) {
            listener.accept(message.path("method").asText(), message.path("params"));
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        failAll(new IOException("The browser has closed the connection: " + status + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        failAll(error);
    }

    private void failAll(Throwable why) {
        calls.values().forEach(call -> call.completeExceptionally(why));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
