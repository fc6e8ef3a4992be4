package io.sluice.deploy.command.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.Description;
import io.sluice.sink.store.FileFacts;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.Transaction;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The commands on a data set in S3, with credentials from the environment (of which system properties are a part). */
class DatasetCommandInS3Test {
    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";
    private static final String PLACE = "s3://lake/trades";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(DatasetCommand.class)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((failure, line, parsed) -> {
                line.getErr().println(failure.getMessage());
                return ExitCode.SOFTWARE;
            });

    @TempDir
    private Path directory;

    private S3Proxy server;
    private URI endpoint;

    @BeforeEach
    void serve() throws Exception {
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        HttpRequest bucket = HttpRequest.newBuilder(endpoint.resolve("/lake"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(bucket, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        System.setProperty(ACCESS_KEY, "tester");
        System.setProperty(SECRET_KEY, "secret");
        try (LocalVfs vfs = LocalVfs.rootedAt(directory);
                LocalTarget target = new LocalTarget(vfs, directory, Runnable::run, RetrySettings.NONE);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("prices"))) {
            for (String key : new String[] {"symbol=A", "symbol=B"}) {
                dataSet.write(Key.of(key), Description.NONE, sink -> {
                    sink.write(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)));
                    return FileFacts.ofRows(1);
                });
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty(ACCESS_KEY);
        System.clearProperty(SECRET_KEY);
        server.stop();
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        return command.execute(
                Stream.concat(Stream.of(arguments).map(String::valueOf), Stream.of("--endpoint", endpoint.toString()))
                        .toArray(String[]::new));
    }

    @Test
    void aDataSetIsMigratedToS3ListedAndPublishedThere() {
        assertThat(run("migrate", directory, PLACE)).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("2 keys copied");
        assertThat(run("ls", PLACE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("symbol=A", "symbol=B", "2 keys");
        assertThat(run("publish", PLACE)).isEqualTo(ExitCode.OK);
        assertThat(run("describe", PLACE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(PLACE, "log keys");
    }

    @Test
    void uploadsOfWritersByKeyStayUntilTheyAreOldEnough() throws IOException {
        assertThat(run("migrate", directory, PLACE)).isEqualTo(ExitCode.OK);
        S3Settings settings = S3Settings.at(PLACE)
                .withEndpoint(endpoint, true)
                .withCredentials(new S3Credentials("tester", "secret"));
        try (LocalVfs vfs = LocalVfs.rootedAt(directory);
                S3Target target = new S3Target(settings, vfs, directory);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("prices"));
                Transaction left = dataSet.begin()) {
            left.write(Key.of("symbol=C"), Description.NONE, sink -> {
                sink.write(ByteBuffer.wrap(new byte[] {1}));
                return FileFacts.ofRows(1);
            });
            assertThat(run("gc", PLACE)).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("left symbol=C/keys.", "0 removed, 0 kept, 1 left");
            assertThat(run("gc", PLACE, "--uploads-older-than", "0m")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("removed symbol=C/keys.", "1 removed");
        }
    }

    @Test
    void aMissingBucketIsSaid() {
        assertThat(run("ls", "s3://nowhere/trades")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("s3://nowhere/trades", "Create the bucket");
        assertThat(run("ls", PLACE)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("there is no data set here");
    }
}
