package io.sluice.deploy.command.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a server of HTTP and its clients, and lets go through what its present fault allows. One thread accepts, {@code
 * chaos-proxy-accept}, two more carry each connection, {@code chaos-proxy-n}; any thread may change the fault.
 */
final class FaultyProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultyProxy.class);
    private static final int MOST_CONNECTIONS = 256;
    private static final int AT_ONCE = 1 << 14;
    private static final int CONNECT_MILLIS = 5_000;
    private static final byte[] BUSY_ANSWER = String.join(
                    "\r\n", "HTTP/1.1 503 Service Unavailable", "Content-Length: 0", "Connection: close", "", "")
            .getBytes(StandardCharsets.US_ASCII);

    /** What goes wrong. */
    enum Fault {
        NONE,
        /** No connection lasts. */
        REFUSES,
        /** Nothing goes through, and nobody is told. */
        STALLS,
        /** Every request is answered with 503, and not handed on. */
        BUSY,
        /** Requests go through; every second answer is lost with its connection. */
        LOSES_ANSWERS
    }

    private final InetSocketAddress server;
    private final ServerSocket socket;
    private final Thread acceptor;
    private final ThreadPoolExecutor carriers;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private final SplittableRandom random;

    // Guarded by change.
    private Fault fault = Fault.NONE;
    private boolean closed;
    private long spoilt;

    /** @param seed of which answers are lost */
    FaultyProxy(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        this.random = new SplittableRandom(seed);
        AtomicInteger number = new AtomicInteger();
        this.carriers = new ThreadPoolExecutor(
                0, 2 * MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "chaos-proxy-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.socket = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
        this.acceptor = new Thread(this::accept, "chaos-proxy-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Where clients are to go. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** From now on this goes wrong, and nothing else. */
    void set(Fault next) {
        synchronized (change) {
            fault = next;
            change.notifyAll();
        }
        if (next == Fault.REFUSES) {
            connections.forEach(Connection::close);
        }
    }

    /** How many connections and answers were spoilt so far. */
    long spoilt() {
        synchronized (change) {
            return spoilt;
        }
    }

    private void accept() {
        while (true) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException e) {
                if (!isClosed()) {
                    LOG.warn("No more connections are accepted", e);
                }
                return;
            }
            try {
                if (connections.size() >= MOST_CONNECTIONS || now() == Fault.REFUSES) {
                    spoil();
                    client.close();
                } else {
                    carry(client);
                }
            } catch (IOException e) {
                LOG.debug("A connection could not be made", e);
            }
        }
    }

    private void carry(Socket client) throws IOException {
        Connection connection = new Connection(client, new Socket());
        connections.add(connection);
        try {
            connection.server.connect(server, CONNECT_MILLIS);
            carriers.execute(connection::carryRequests);
            carriers.execute(connection::carryAnswers);
        } catch (IOException | RejectedExecutionException e) {
            connection.close();
            throw new IOException("A connection to " + server + " could not be carried", e);
        }
    }

    private Fault now() {
        synchronized (change) {
            return fault;
        }
    }

    private boolean isClosed() {
        synchronized (change) {
            return closed;
        }
    }

    private void spoil() {
        synchronized (change) {
            spoilt++;
        }
    }

    private boolean everySecond() {
        synchronized (change) {
            return random.nextBoolean();
        }
    }

    /** The present fault, once it is none that lets nothing through. */
    private Fault pass() throws InterruptedException {
        synchronized (change) {
            if (fault == Fault.STALLS && !closed) {
                spoilt++;
            }
            while (fault == Fault.STALLS && !closed) {
                change.wait();
            }
            return fault;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
        socket.close();
        connections.forEach(Connection::close);
        carriers.shutdownNow();
    }

    /** One client's. Closing it, by any thread, ends the two that carry it. */
    private final class Connection {
        private final Socket client;
        private final Socket server;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carryRequests() {
            carry(client, server, () -> {
                Fault fault = pass();
                if (fault == Fault.BUSY) {
                    spoil();
                    client.getOutputStream().write(BUSY_ANSWER);
                }
                return fault == Fault.NONE || fault == Fault.LOSES_ANSWERS;
            });
        }

        void carryAnswers() {
            carry(server, client, () -> {
                Fault fault = pass();
                if (fault == Fault.LOSES_ANSWERS && everySecond()) {
                    spoil();
                    return false;
                }
                return fault != Fault.REFUSES;
            });
        }

        private void carry(Socket from, Socket to, Gate gate) {
            byte[] bytes = new byte[AT_ONCE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!gate.opens()) {
                        return;
                    }
                    out.write(bytes, 0, count);
                }
            } catch (IOException e) {
                LOG.debug("A connection ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        void close() {
            connections.remove(this);
            quietly(client);
            quietly(server);
        }

        private void quietly(Closeable closed) {
            try {
                closed.close();
            } catch (IOException e) {
                LOG.debug("A connection was not closed in order", e);
            }
        }
    }

    /** Says whether what has come may go on, or the connection ends. */
    @FunctionalInterface
    private interface Gate {
        boolean opens() throws IOException, InterruptedException;
    }
}
