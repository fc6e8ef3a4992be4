/**
 * A real broker and real Connect workers on this machine, without Docker.
 *
 * <p>Start reading at {@link io.sluice.deploy.cluster.ClusterEnvironment} and {@link
 * io.sluice.deploy.cluster.LocalCluster}.
 *
 * <p>Every node is a child process. There is no in-process broker on purpose: a broker in the caller's JVM cannot be
 * killed or paused, shares its class path, its log file and its heap with the code under test, and ends with it. The
 * same goes, more so, for a Connect worker: only a process of its own shows that a plugin works from {@code plugin.path}
 * alone.
 */
package io.sluice.deploy.cluster;
