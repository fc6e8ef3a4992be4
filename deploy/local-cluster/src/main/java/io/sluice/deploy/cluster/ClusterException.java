package io.sluice.deploy.cluster;

/**
 * A cluster, or one of its nodes, did not do what was asked. The message names the node, its log file and what to do;
 * for a process that ended it quotes the end of its log.
 */
public class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
