package io.sluice.deploy.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection on which a test says what it likes: clients of HTTP let nobody choose the host or leave it out. One thread. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader in;

    RawHttp(URI page) throws IOException {
        this(page, 0);
    }

    /** @param bytes that the system keeps for it at most, about; 0 for what is usual */
    RawHttp(URI page, int bytes) throws IOException {
        socket = new Socket();
        if (bytes > 0) {
            socket.setReceiveBufferSize(bytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), page.getPort()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        // A character for each byte, as lengths are in bytes.
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** What came back; the names of headers in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends lines, each with its end, and reads one answer that says its length. */
    Answer ask(String... lines) throws IOException {
        send(String.join("\r\n", lines) + "\r\n\r\n");
        return answer();
    }

    void send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    Answer answer() throws IOException {
        Answer head = head();
        int length = Integer.parseInt(head.headers.getOrDefault("content-length", "0"));
        StringBuilder body = new StringBuilder();
        while (body.length() < length) {
            int character = in.read();
            if (character < 0) {
                throw new IOException("the answer ends after " + text(body.toString()));
            }
            body.append((char) character);
        }
        return new Answer(head.status, head.headers, text(body.toString()));
    }

    /** Without the body. */
    Answer head() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, "");
    }

    String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the connection has ended");
        }
        return text(line);
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
