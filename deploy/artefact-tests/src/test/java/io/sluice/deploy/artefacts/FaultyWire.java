package io.sluice.deploy.artefacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire to a server, which a test can make slow or break. Has a thread that accepts, {@code wire}, and two for each connection;
 * the test's thread opens and closes it, and says how it is.
 */
final class FaultyWire implements AutoCloseable {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final int SLOW_MILLIS = 60;

    /** How the wire is. */
    enum State {
        SOUND,
        /** Each piece that goes through takes a while. */
        SLOW,
        /** Every other answer is lost, with its connection: what was asked for was done. */
        LOSES_ANSWERS,
        /** Every connection ends at once. */
        CUT
    }

    private final ServerSocket accepting = new ServerSocket();
    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "wire"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile State state = State.SOUND;

    FaultyWire(int serverPort) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server = new InetSocketAddress(loopback, serverPort);
        accepting.bind(new InetSocketAddress(loopback, 0));
        threads.execute(this::accept);
    }

    int port() {
        return accepting.getLocalPort();
    }

    /** From now on it is so, also for connections that there are. */
    void set(State next) {
        state = next;
        faults.set(0);
    }

    /** How often something was slow, lost or cut since it is as it is. */
    int faults() {
        return faults.get();
    }

    private void accept() {
        while (!accepting.isClosed()) {
            try {
                Socket client = accepting.accept();
                open.add(client);
                if (state == State.CUT) {
                    faults.incrementAndGet();
                    end(client);
                    continue;
                }
                Socket behind = new Socket();
                open.add(behind);
                behind.connect(server);
                threads.execute(() -> pump(client, behind, false));
                threads.execute(() -> pump(behind, client, true));
            } catch (IOException e) {
                // Closed by us, or by whoever asked; the next one is another.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answering) {
        byte[] buffer = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!passes(answering)) {
                    faults.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // By the other side.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean passes(boolean answering) throws InterruptedException {
        switch (state) {
            case SLOW -> {
                faults.incrementAndGet();
                boolean unused = NEVER.await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
            }
            case LOSES_ANSWERS -> {
                return !answering || answers.incrementAndGet() % 2 == 0;
            }
            case CUT -> {
                return false;
            }
            case SOUND -> {
                // All passes.
            }
        }
        return true;
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It was only to end.
        }
    }

    @Override
    public void close() throws IOException {
        accepting.close();
        open.forEach(this::end);
        threads.shutdownNow();
    }
}
