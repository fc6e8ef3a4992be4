package io.sluice.deploy.cluster;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A program that runs beside a cluster's nodes for as long as they do, such as a Streams application. It answers over HTTP
 * on a port of 127.0.0.1 that the cluster chooses for each start, and must end when its standard input does. Immutable.
 *
 * @param name what its directory and its log are called; no other node's
 * @param readyPath what answers with 200 once the program is ready
 * @param command the command line, of the port it is to listen on
 */
public record Companion(String name, String readyPath, IntFunction<List<String>> command) {}
