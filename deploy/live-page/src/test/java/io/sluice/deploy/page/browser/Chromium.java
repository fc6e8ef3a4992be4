package io.sluice.deploy.page.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A Chromium without a window, with a profile of its own that goes with it. Any thread. */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final DevTools devTools;

    private Chromium(Process process, Path profile, DevTools devTools) {
        this.process = process;
        this.profile = profile;
        this.devTools = devTools;
    }

    /** The program, if this machine has one on its path; -Dsluice.chromium names another. */
    public static Optional<Path> program() {
        String named = System.getProperty("sluice.chromium");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Chromium start() throws IOException {
        Path profile = Files.createTempDirectory("sluice-chromium");
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--force-color-profile=srgb",
                "--hide-scrollbars",
                "--lang=en-US"));
        if (System.getProperty("user.name").equals("root")) {
            // Its sandbox refuses root.
            command.add("--no-sandbox");
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(process, profile, new DevTools(address(process)));
        } catch (IOException e) {
            end(process, profile);
            throw e;
        }
    }

    /** The address stands in a line of what it says; the rest is read so that it does not wait for a reader. */
    private static URI address(Process process) throws IOException {
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, address), "sluice-chromium-talk");
        reader.setDaemon(true);
        reader.start();
        try {
            return address.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Chromium does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Chromium starts", e);
        }
    }

    private static void read(Process process, CompletableFuture<URI> address) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address.complete(URI.create(line.substring(LISTENING.length())));
                } else if (!address.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        address.completeExceptionally(new IOException("it ended: " + said));
    }

    /** A page in a context of its own: nothing is remembered from others. */
    public BrowserPage open(URI url, Look look) throws IOException {
        String context = devTools.call(null, "Target.createBrowserContext", json())
                .get("browserContextId")
                .asText();
        String target = devTools.call(
                        null,
                        "Target.createTarget",
                        json().put("url", "about:blank").put("browserContextId", context))
                .get("targetId")
                .asText();
        String session = devTools.call(
                        null,
                        "Target.attachToTarget",
                        json().put("targetId", target).put("flatten", true))
                .get("sessionId")
                .asText();
        BrowserPage page = new BrowserPage(devTools, context, session);
        page.begin(url, look);
        return page;
    }

    static ObjectNode json() {
        return DevTools.JSON.createObjectNode();
    }

    @Override
    public void close() throws IOException {
        devTools.close();
        end(process, profile);
    }

    private static void end(Process process, Path profile) throws IOException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> all = Files.walk(profile)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (UncheckedIOException e) {
            // A process that is about to end still removes files of its own: what is left is in the temporary
            // directory.
        }
    }
}
