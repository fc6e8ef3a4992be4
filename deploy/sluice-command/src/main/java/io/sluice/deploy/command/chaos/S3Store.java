package io.sluice.deploy.command.chaos;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A server of S3 in this process, which keeps its objects in a directory, behind a {@link FaultyProxy} that the pipeline has to go
 * through; the audit does not. Owned by the command's thread; the proxy's fault may be changed by any.
 */
final class S3Store implements AutoCloseable {
    static final String ACCESS_KEY = "chaos";
    static final String SECRET_KEY = "not-a-secret";

    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final String PARQUET = ".parquet";
    private static final int LONGEST_LISTING_PAGES = 100_000;

    private final S3Proxy server;
    private final FaultyProxy proxy;
    private final URI endpoint;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private S3Store(S3Proxy server, URI endpoint, FaultyProxy proxy) {
        this.server = server;
        this.endpoint = endpoint;
        this.proxy = proxy;
    }

    /** Starts it with an empty bucket. */
    static S3Store start(Path directory, long seed) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(directory).toString());
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        startNow(server);
        S3Store store = null;
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
            FaultyProxy proxy =
                    new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()), seed);
            store = new S3Store(server, endpoint, proxy);
            store.require(HttpRequest.newBuilder(endpoint.resolve("/" + ChaosPipeline.BUCKET))
                    .timeout(REQUEST)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build());
            return store;
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (store != null) {
                store.close();
            } else {
                stopNow(server);
            }
            throw e;
        }
    }

    /** Its builder declares that anything may be thrown. */
    private static void startNow(S3Proxy server) throws IOException, InterruptedException {
        try {
            server.start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("s3proxy does not start: " + e.getMessage(), e);
        }
    }

    private static void stopNow(S3Proxy server) throws IOException {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("s3proxy does not stop: " + e.getMessage(), e);
        }
    }

    FaultyProxy proxy() {
        return proxy;
    }

    /** A table, past the proxy. */
    S3Target target(String table, Vfs vfs, Path spool) {
        return new S3Target(
                S3Settings.at("s3://" + ChaosPipeline.BUCKET + "/" + table)
                        .withEndpoint(endpoint, true)
                        .withRegion("us-east-1")
                        .withCredentials(new S3Credentials(ACCESS_KEY, SECRET_KEY)),
                vfs,
                spool);
    }

    /** Brings every object of a table whose name ends as Parquet files' do into a directory, as who knows no log reads it. */
    void fetch(String table, Path directory) throws IOException, InterruptedException {
        try (Vfs vfs = LocalVfs.rootedAt(directory)) {
            Path root = directory.toRealPath();
            int number = 0;
            for (String key : keys(table + "/")) {
                if (!key.endsWith(PARQUET)) {
                    continue;
                }
                byte[] content = require(get("/" + ChaosPipeline.BUCKET + "/" + encoded(key)));
                // Names do not matter to who reads them all.
                try (VfsFile file = vfs.open(root.resolve(number++ + PARQUET), OpenMode.CREATE_NEW)) {
                    ByteBuffer bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        int unused = file.write(bytes, bytes.position());
                    }
                }
            }
        }
    }

    private List<String> keys(String prefix) throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        String token = "";
        for (int page = 0; page < LONGEST_LISTING_PAGES; page++) {
            String query = "?list-type=2&prefix=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8)
                    + (token.isEmpty()
                            ? ""
                            : "&continuation-token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
            Document listing = parse(require(get("/" + ChaosPipeline.BUCKET + query)));
            NodeList found = listing.getElementsByTagName("Key");
            for (int i = 0; i < found.getLength(); i++) {
                keys.add(found.item(i).getTextContent());
            }
            NodeList next = listing.getElementsByTagName("NextContinuationToken");
            if (next.getLength() == 0) {
                return keys;
            }
            token = next.item(0).getTextContent();
        }
        throw new IOException("The listing of " + prefix + " in S3 does not end");
    }

    private static Document parse(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("S3 answers a listing with what is no XML", e);
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(REQUEST)
                .build();
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private byte[] require(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.method() + " " + request.uri() + " was answered with " + response.statusCode()
                    + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    @Override
    public void close() throws IOException {
        try (proxy) {
            stopNow(server);
        }
    }
}
