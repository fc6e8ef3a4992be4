package io.sluice.deploy.cluster;

/** A node ended because another process holds its port: the one failure of a start that other ports can mend. */
final class PortTakenException extends ClusterException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
