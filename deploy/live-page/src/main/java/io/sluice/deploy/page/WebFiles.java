package io.sluice.deploy.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path. Their names are so simple that none leads anywhere else; those of the library are a
 * fixed list. Read once. Any thread.
 */
final class WebFiles {
    private static final Pattern APP = Pattern.compile("/app/[a-z0-9]+(?:-[a-z0-9]+)*\\.(js|css|svg)");
    private static final String LIBRARY = "lightweight-charts";
    private static final Map<String, String> LIB = Map.of(
            "/lib/lightweight-charts.mjs", "dist/lightweight-charts.standalone.production.mjs",
            "/lib/lightweight-charts-license.txt", "LICENSE",
            "/lib/lightweight-charts-notice.txt", "NOTICE");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

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
        return LIB.containsKey(path) ? library(path) : Optional.empty();
    }

    /** The version is in the path within the WebJar, and in its Maven properties. */
    private static Optional<Reply> library(String path) {
        Properties maven = new Properties();
        try (InputStream in =
                WebFiles.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/" + LIBRARY + "/pom.properties")) {
            if (in == null) {
                return Optional.empty();
            }
            maven.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The WebJar of " + LIBRARY + " cannot be read", e);
        }
        return resource(
                "/META-INF/resources/webjars/" + LIBRARY + "/" + maven.getProperty("version") + "/" + LIB.get(path),
                path.substring(path.lastIndexOf('.') + 1));
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
