package io.sluice.deploy.page;

import com.sun.net.httpserver.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. A page of somebody else's in the user's browser may not: neither under its own name, which it says in
 * {@code Origin}, nor under a name of its own that it has led to this machine, which stands in {@code Host}. Immutable; any thread.
 */
final class Gate {
    static final String QUERY = "/api/query";

    private static final String GET = "GET";
    private static final String POST = "POST";

    private final Set<String> hosts;

    /** @param more names of this machine, beside those of the loopback */
    Gate(List<String> more) {
        hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        more.forEach(host -> hosts.add(bracketed(host.toLowerCase(Locale.ROOT))));
    }

    /** An address of IPv6 stands in brackets in a URL. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** The answer to a request that is not let in. */
    Optional<Reply> refusal(String method, String path, Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(name(host.get(0)))) {
            return Optional.of(Reply.error(
                    421, "This page is not served under that name. If it is to be, start it with --page-host NAME."));
        }
        if (foreign(host.get(0), headers) || (path.startsWith("/api/") && fromElsewhere(headers))) {
            return Optional.of(Reply.error(403, "Pages of other origins may not ask."));
        }
        String allowed = path.equals(QUERY) ? POST : GET;
        if (!method.equals(allowed)) {
            return Optional.of(
                    Reply.error(405, path + " answers " + allowed + " only.").with("Allow", allowed));
        }
        String type = headers.getFirst("Content-Type");
        if (method.equals(POST) && (type == null || !isJson(type))) {
            return Optional.of(Reply.error(415, "Content-Type must be application/json."));
        }
        return Optional.empty();
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase("application/json");
    }

    /** Whatever the port is: a tunnel has another. */
    private static String name(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
        return end <= 0 ? lower : lower.substring(0, end);
    }

    private static boolean foreign(String host, Headers headers) {
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            // Behind a proxy it may be https.
            if (!origin.equalsIgnoreCase("http://" + host) && !origin.equalsIgnoreCase("https://" + host)) {
                return true;
            }
        }
        return false;
    }

    /** What browsers say themselves; another port of this machine is "same-site". */
    private static boolean fromElsewhere(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }
}
