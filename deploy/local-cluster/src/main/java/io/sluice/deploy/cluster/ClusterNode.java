package io.sluice.deploy.cluster;

import java.nio.file.Path;

/**
 * One broker or worker that a test can stop, kill, pause and start again. A node keeps its ports and its state through
 * all of it. Calls may come from any thread; calls that change one node run one after the other.
 */
public interface ClusterNode {
    /** For example {@code broker-1} or {@code worker-2}. */
    String name();

    /** Where this node answers: {@code host:port} of a broker, the URL of a worker's REST interface. */
    String address();

    /** Whether it runs; a paused node does. */
    boolean alive();

    /** Its log file on this machine. */
    Path log();

    /** Starts it again with the same state and ports and returns when it answers. No effect while it runs. */
    void start() throws InterruptedException;

    /** Asks it to stop, and kills it if it does not within the stop time-out. */
    void stop() throws InterruptedException;

    /** {@code kill -9}: returns when it is gone. */
    void kill() throws InterruptedException;

    /** Stops its execution without telling it ({@code SIGSTOP}), as a long pause of its machine would. */
    void pause() throws InterruptedException;

    /** Lets a paused node go on ({@code SIGCONT}). */
    void resume() throws InterruptedException;
}
