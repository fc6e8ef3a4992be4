package io.sluice.deploy.artefacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to a run's live page, as a browser does. One thread. */
final class PageListener {
    private static final Pattern URL = Pattern.compile("(?m)^Page +(http://\\S+)$");
    private static final int MOST_LOOKS = 1_200;
    private static final int LOOK_MILLIS = 100;

    private PageListener() {}

    /**
     * Listens until the page closes.
     *
     * @return the last state that the page told
     */
    static JsonNode lastState(URI url) throws IOException {
        HttpURLConnection page =
                (HttpURLConnection) url.resolve("/api/events").toURL().openConnection();
        page.setReadTimeout(120_000);
        String last = "{}";
        try (InputStream events = page.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            boolean state = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (state && line.startsWith("data: ")) {
                    last = line.substring("data: ".length());
                }
                state = line.equals("event: state") || (state && !line.isEmpty());
            }
        } finally {
            page.disconnect();
        }
        return new ObjectMapper().readTree(last);
    }

    /** The status that a request gets which says that it is for this host and, unless that is null, of a page of this origin. */
    static int statusFor(URI url, String host, String origin) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.setSoTimeout(120_000);
            String request = "GET /api/state HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return Integer.parseInt(answer.readLine().split(" ", -1)[1]);
        }
    }

    /**
     * Waits until a run says where its page is.
     *
     * @param err what the run prints
     */
    static URI url(Process run, Path err) throws IOException, InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Matcher url = URL.matcher(Files.readString(err, StandardCharsets.UTF_8));
            if (url.find()) {
                return URI.create(url.group(1));
            }
            if (run.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IOException("the run serves no page; it said " + Files.readString(err, StandardCharsets.UTF_8));
    }
}
