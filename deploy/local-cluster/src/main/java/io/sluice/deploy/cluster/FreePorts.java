package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Finds loopback ports nobody listens on. The ports lie below the range the system takes for outgoing connections: a
 * port from that range could be lost to one while its node is down and about to come back. A port may still be taken
 * between the look and the use, so whoever uses one must be ready to ask again.
 */
final class FreePorts {
    private static final int LOWEST = 10_240;
    private static final int END = 32_768;
    private static final int MOST_TRIES = 1_000;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    FreePorts(RandomGenerator random) {
        this.random = random;
    }

    /** A free port, never the same twice. */
    int next() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = random.nextInt(LOWEST, END);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new ClusterException("No free loopback port found in " + MOST_TRIES + " tries between " + LOWEST + " and "
                + END + ". Check that this process may listen on 127.0.0.1: sluice doctor does.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address the nodes listen on: 127.0.0.1, whatever this JVM prefers as its loopback address. */
    static InetSocketAddress loopback(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
