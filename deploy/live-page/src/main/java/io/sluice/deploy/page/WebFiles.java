package io.sluice.deploy.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path. Their names are so simple that none leads anywhere else. Read once. Any thread.
 */
final class WebFiles {
    private static final Pattern APP = Pattern.compile("/app/[a-z0-9]+(?:-[a-z0-9]+)*\\.(js|css|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Reply> known = new ConcurrentHashMap<>();

    Optional<Reply> file(String path) {
        Reply cached = known.get(path);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Reply> found = read(path);
        found.ifPresent(reply -> known.put(path, reply));
        return found;
    }

    private static Optional<Reply> read(String path) {
        if (path.equals("/")) {
            return resource("/io/sluice/deploy/page/web/index.html", "html");
        }
        Matcher app = APP.matcher(path);
        if (app.matches()) {
            return resource("/io/sluice/deploy/page/web" + path, app.group(1));
        }
        return Optional.empty();
    }

    private static Optional<Reply> resource(String name, String type) {
        try (InputStream in = WebFiles.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new Reply(200, TYPES.get(type), in.readAllBytes(), Map.of("Cache-Control", "no-cache")));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the class path", e);
        }
    }
}
