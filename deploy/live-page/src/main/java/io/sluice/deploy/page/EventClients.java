package io.sluice.deploy.page;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Everyone who listens; not more than a few. What is told is written as JSON once for all of them, and not at all for none. Any thread. */
final class EventClients implements AutoCloseable {
    static final int MOST = 16;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final Set<EventClient> clients = new LinkedHashSet<>();
    private PipelineState state;
    private long lastId;
    private long lastClient;
    private boolean closed;

    /** @param nanoTime is what the limits of writing are measured by */
    EventClients(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes a browser in, which gets the whole state first; false if there are too many. */
    synchronized boolean take(HttpExchange exchange) {
        if (closed || clients.size() == MOST) {
            return false;
        }
        EventClient[] self = new EventClient[1];
        EventClient client = new EventClient(exchange, nanoTime, () -> remove(self[0]));
        self[0] = client;
        clients.add(client);
        if (state != null) {
            client.state(message("state", state));
        }
        client.start("sluice-page-events-" + ++lastClient);
        return true;
    }

    private synchronized void remove(EventClient client) {
        clients.remove(client);
        notifyAll();
    }

    synchronized int count() {
        return clients.size();
    }

    synchronized void state(PipelineState now) {
        state = now;
        if (!clients.isEmpty()) {
            String message = message("state", now);
            clients.forEach(client -> client.state(message));
        }
    }

    synchronized void tell(String event, Object data) {
        if (!clients.isEmpty()) {
            String message = message(event, data);
            clients.forEach(client -> client.tell(message));
        }
    }

    /** JSON in one line cannot end the message early, whatever texts it holds. */
    private String message(String event, Object data) {
        return "id: " + ++lastId + "\nevent: " + event + "\ndata: " + Json.text(data) + "\n\n";
    }

    /** Lets go of those who take nothing. */
    void look() {
        long now = nanoTime.getAsLong();
        all().forEach(client -> client.look(now));
    }

    private synchronized List<EventClient> all() {
        return List.copyOf(clients);
    }

    /** Those who take it at once still get what was told last. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(EventClient::end);
        awaitEnd();
        all().forEach(EventClient::close);
    }

    private synchronized void awaitEnd() {
        long until = System.nanoTime() + FAREWELL.toNanos();
        try {
            for (long left = FAREWELL.toNanos(); !clients.isEmpty() && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
