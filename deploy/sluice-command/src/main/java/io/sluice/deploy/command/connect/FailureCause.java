package io.sluice.deploy.command.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack trace as Connect reports it, read from its end: what was first comes first. Immutable.
 *
 * @param cause the innermost exception, with its message
 * @param before what that led to, in order
 * @param remedy what helps, if that is known
 */
public record FailureCause(String cause, List<String> before, Optional<String> remedy) {
    private static final String CAUSED = "Caused by: ";

    /** What operators need to know of failures that are not the configuration's, by a part of the trace. */
    private static final Map<String, String> REMEDIES = Map.of(
            "zombie fencing",
                    "Connect asked the group's leader, which was just leaving. Restart it: sluice apply --restart-failed",
            "ProducerFencedException",
                    "Another task took over while this one stood still. Restart it: sluice apply --restart-failed",
            "IO Error trying to forward REST request",
                    "A worker could not reach another. If it stays so, see rest.advertised.host.name of the workers",
            "another writer has this number",
                    "Two writers have one partition of a table. Is another connector writing the same table?",
            "TopicAuthorizationException", "The connector's principal lacks a right on the topic: see deploy/secured",
            "SaslAuthenticationException", "The worker's or connector's credentials are wrong: see deploy/secured",
            "No space left on device", "Make room, then restart it: sluice apply --restart-failed");

    public static FailureCause of(String trace) {
        List<String> chain = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : trace.lines().toList()) {
            if (line.startsWith("\t") || line.isBlank()) {
                continue; // where, which is asked for with --trace
            }
            if (line.startsWith(CAUSED)) {
                chain.add(current.toString());
                current = new StringBuilder(line.substring(CAUSED.length()));
            } else {
                current.append(current.length() == 0 ? "" : " ").append(line.strip());
            }
        }
        chain.add(current.toString());
        String cause = plain(chain.remove(chain.size() - 1));
        List<String> before = new ArrayList<>();
        for (int i = chain.size() - 1; i >= 0; i--) {
            before.add(plain(chain.get(i)));
        }
        Optional<String> remedy = REMEDIES.entrySet().stream()
                .filter(entry -> trace.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
        return new FailureCause(cause.isEmpty() ? "no reason is reported" : cause, List.copyOf(before), remedy);
    }

    /** Without the packages of the exception: what it says is what counts. */
    private static String plain(String text) {
        int colon = text.indexOf(": ");
        String type = colon < 0 ? text : text.substring(0, colon);
        return type.matches("[\\w.$]+") && type.indexOf('.') > 0
                ? type.substring(type.lastIndexOf('.') + 1) + (colon < 0 ? "" : text.substring(colon))
                : text;
    }
}
