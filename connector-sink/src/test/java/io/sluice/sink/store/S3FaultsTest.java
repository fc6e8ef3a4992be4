package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.flow.ErrorKind;
import io.sluice.io.flow.RetrySettings;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import io.sluice.sink.store.targets.Uploads;
import io.sluice.sink.store.targets.s3.HttpFaults;
import io.sluice.sink.store.targets.s3.HttpFaults.Fault;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A source is written to S3 in three commits, while requests fail; and writers race. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3FaultsTest {
    private static final Logger OUT = Logger.getLogger(S3FaultsTest.class.getName());

    /** More than a request is tried. */
    private static final int MANY = 12;

    private final S3TestServer server = S3TestServer.s3proxy();
    private final AtomicInteger places = new AtomicInteger();

    @AfterAll
    void end() {
        server.close();
    }

    private String place() {
        return "place-" + places.incrementAndGet();
    }

    private Target open(String place) throws IOException {
        return server.target(place, Disk.process());
    }

    /** Returns what it threw. */
    private Throwable write(String place, HttpFaults faults) throws IOException {
        try (Target target = server.target(place, Disk.process(), faults)) {
            return catchThrowable(() -> SourceWriter.run(target));
        }
    }

    /** Whoever comes next finishes it, and then nothing is missing, twice or left over. */
    private void finish(String place, String what) throws IOException {
        try (Target target = open(place)) {
            SourceWriter.run(target);
            assertThat(Rows.byGlob(target)).as(what + ", by glob").isEqualTo(SourceWriter.allRows());
            assertThat(Rows.byLog(target)).as(what + ", by log").isEqualTo(SourceWriter.allRows());
            new Repair(target).collect();
            assertThat(target.uploads().orElseThrow().list())
                    .as(what + ", uploads")
                    .isEmpty();
            VerificationReport report = new Verification(target, Rows::count).run();
            assertThat(report.problems()).as(what).isEmpty();
            assertThat(report.gaps()).as(what).isEmpty();
        } catch (IOException | RuntimeException failure) {
            throw new AssertionError(what, failure);
        }
    }

    private long requests() throws IOException {
        HttpFaults counting = new HttpFaults((number, request) -> null);
        assertThat(write(place(), counting)).isNull();
        return counting.count();
    }

    /** One failure that can pass is nobody's business. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NOT_SENT", "REPLY_LOST", "INTERNAL_ERROR", "SLOW_DOWN", "CONFLICT"})
    void whicheverRequestFailsOnceTheWriterGoesOn(Fault fault) throws IOException {
        eachRequest(fault, 1, 9, true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NOT_SENT", "REPLY_LOST", "INTERNAL_ERROR", "CRASH", "CRASH_AFTER", "NO_SUCH_UPLOAD"})
    void fromWhicheverRequestOnTheyFailEveryRowIsThereOnce(Fault fault) throws IOException {
        eachRequest(fault, MANY, fault == Fault.CRASH_AFTER ? 3 : 9, false);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(Fault.class)
    void whicheverRequestFailsEveryRowIsThereOnce(Fault fault) throws IOException {
        eachRequest(fault, 1, 1, false);
        eachRequest(fault, MANY, 1, false);
    }

    private void eachRequest(Fault fault, int inARow, int step, boolean succeeds) throws IOException {
        long requests = requests();
        assertThat(requests).isGreaterThan(30);
        int runs = 0;
        for (long n = 1 + fault.name().length() % (long) step; n <= requests; n += step) {
            String place = place();
            HttpFaults faults = HttpFaults.between(n, n + inARow - 1, fault);

            Throwable thrown = write(place, faults);

            String what = faults.injected() + ", thrown: " + thrown;
            if (succeeds) {
                assertThat(thrown).as(what).isNull();
            } else if (thrown != null) {
                assertThat(thrown).as(what).isInstanceOf(IOException.class);
            }
            finish(place, what);
            runs++;
        }
        OUT.info(fault + ": " + runs + " runs of " + requests + " requests");
    }

    @Test
    void uploadsThatExpireBeforeTheyArePublishedAreReadAgain() throws IOException {
        String place = place();
        // Everything of the second commit but its publication.
        int[] lists = {0};
        HttpFaults faults =
                new HttpFaults((number, request) -> request.method().name().equals("GET")
                                && request.rawQueryParameters().containsKey("uploadId")
                                && ++lists[0] > 2
                        ? Fault.NOT_SENT
                        : null);
        assertThat(write(place, faults)).isInstanceOf(UnpublishedException.class);
        try (Target target = open(place)) {
            assertThat(new Verification(target, Rows::count).run().unpublished())
                    .hasSize(1);
            Repair repair = new Repair(target);
            assertThat(repair.collect().kept()).hasSize(2);
            target.uploads().orElseThrow().abort(target.uploads().orElseThrow().list());

            assertThat(repair.publish()).containsEntry(SourceWriter.SOURCE, Repair.Outcome.VOIDED);

            assertThat(Rows.byGlob(target)).containsExactly("row 0", "row 1", "row 2");
            assertThat(Rows.byLog(target)).containsExactly("row 0", "row 1", "row 2");
        }
        finish(place, "expired uploads");
    }

    @Test
    void aWriterWhoseUploadsExpireUnderItEndsAndTheNextReadsAgain() throws IOException {
        String place = place();
        try (Target target = open(place);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"));
                ClaimedLog log = dataSet.claim(SourceWriter.SOURCE)) {
            SourceWriter.commitNext(log);
            StagedFile file = log.stage(Key.of("parity=0"), 3);
            file.seal(Rows.lines(List.of("row 3")).writeTo(file).withOffsets(3, 3));
            target.uploads().orElseThrow().abort(target.uploads().orElseThrow().list());
            assertThatThrownBy(() -> log.commit(new Entry.Range(3, 4, Map.of()), List.of(file), Map.of()))
                    .isInstanceOf(StagedContentLostException.class);
            assertThatThrownBy(() -> SourceWriter.commitNext(log)).hasMessageContaining("has ended");
        }
        finish(place, "expired under the writer");
    }

    @Test
    void aTransactionWhoseUploadsExpireIsTakenBackAndItsWriterIsTold() throws IOException {
        try (Target target = open(place());
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"));
                Transaction transaction = dataSet.begin()) {
            transaction.write(Key.of("a"), Description.NONE, Rows.lines(List.of("a1")));
            transaction.write(Key.of("b"), Description.NONE, Rows.lines(List.of("b1")));
            target.uploads()
                    .orElseThrow()
                    .abort(target.uploads().orElseThrow().list().subList(0, 1));
            assertThatThrownBy(transaction::commit).isInstanceOf(StagedContentLostException.class);
            assertThat(dataSet.list("")).isEmpty();
            assertThat(Rows.byGlob(target)).isEmpty();
        }
    }

    @Test
    void whoStoodStillDoesNotPublishWhatWasTakenBackMeanwhile() throws IOException {
        String place = place();
        AtomicBoolean standing = new AtomicBoolean();
        HttpFaults stopped = new HttpFaults(
                (number, request) -> standing.get() && asksForParts(request, "") ? Fault.NOT_SENT : null);
        // Whoever takes the commit back sees that one of its files is lost, and nothing of the other.
        HttpFaults halfBlind =
                new HttpFaults((number, request) -> asksForParts(request, "parity=1") ? Fault.NOT_SENT : null);
        try (Target target = server.target(place, Disk.process(), stopped);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"));
                ClaimedLog log = dataSet.claim(SourceWriter.SOURCE);
                Target other = server.target(place, Disk.process(), halfBlind)) {
            standing.set(true);
            assertThatThrownBy(() -> SourceWriter.commitNext(log)).isInstanceOf(UnpublishedException.class);
            Uploads uploads = other.uploads().orElseThrow();
            uploads.abort(uploads.list().stream()
                    .filter(upload -> upload.name().startsWith("parity=0/"))
                    .toList());
            assertThat(uploads.list()).hasSize(1);
            assertThat(new Repair(other).publish()).containsEntry(SourceWriter.SOURCE, Repair.Outcome.VOIDED);
            standing.set(false);

            assertThatThrownBy(() -> SourceWriter.commitNext(log)).isInstanceOf(StagedContentLostException.class);

            assertThat(Rows.byGlob(other)).isEmpty();
        }
        finish(place, "a void that another meets");
    }

    private static boolean asksForParts(SdkHttpRequest request, String key) {
        return request.method() == SdkHttpMethod.GET
                && request.rawQueryParameters().containsKey("uploadId")
                && URLDecoder.decode(request.encodedPath(), StandardCharsets.UTF_8)
                        .contains(key);
    }

    @Test
    void aServerThatIsDownIsAFailureThatCanPassAndNoUnclearOutcome() throws IOException {
        S3Settings nobody = server.settings("x").withEndpoint(URI.create("http://127.0.0.1:1"), true);
        try (Target target = server.target(nobody, Disk.process())) {
            Throwable thrown = catchThrowable(() -> target.create("a/b", new byte[1], null));
            assertThat(thrown).isInstanceOf(IOException.class).isNotInstanceOf(UnclearOutcomeException.class);
            assertThat(ErrorKind.of(thrown).canPass()).as(thrown.toString()).isTrue();
            assertThat(ErrorKind.of(catchThrowable(() -> target.list("a", ""))).canPass())
                    .isTrue();
        }
        try (Target target = server.target("x", Disk.process(), HttpFaults.between(1, 100, Fault.INTERNAL_ERROR))) {
            assertThatThrownBy(() -> target.create("a/b", new byte[1], null))
                    .isInstanceOf(UnclearOutcomeException.class);
        }
    }

    @Test
    void writersThatRaceForALogCommitEachRowOnce()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String place = place();
        long rows = 60;
        List<FutureTask<Long>> racers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Long> racer = new FutureTask<>(() -> {
                try (Target target = open(place);
                        DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
                    return ClaimRacer.race(dataSet, rows);
                }
            });
            racers.add(racer);
            new Thread(racer, "test-racer-" + i).start();
        }
        long fenced = 0;
        for (FutureTask<Long> racer : racers) {
            fenced += racer.get(3, TimeUnit.MINUTES);
        }
        OUT.info("fenced " + fenced + " times over " + rows + " rows");
        Target target = open(place);
        List<String> expected =
                LongStream.range(0, rows).mapToObj(row -> "row " + row).sorted().toList();
        assertThat(Rows.byGlob(target)).isEqualTo(expected);
        assertThat(Rows.byLog(target)).isEqualTo(expected);
        assertThat(new Verification(target, Rows::count).run().problems()).isEmpty();
        assertThat(fenced).isPositive();
    }

    @Test
    void aFileOfSeveralPartsIsReadBackAsItWas() throws IOException {
        byte[] content = new byte[2 * S3Settings.LEAST_PART_BYTES + 12_345];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + i / 1000);
        }
        try (Target target = open(place());
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
            dataSet.write(Key.of("large"), Description.NONE, sink -> {
                for (int start = 0; start < content.length; start += 1_000_003) {
                    sink.write(ByteBuffer.wrap(content, start, Math.min(1_000_003, content.length - start)));
                }
                return FileFacts.ofRows(1);
            });
            dataSet.read(Key.of("large"), (file, stored) -> {
                assertThat(Checksum.of(stored)).isEqualTo(file.checksum());
                assertThat(read(stored, content.length - 8L, 8))
                        .isEqualTo(Arrays.copyOfRange(content, content.length - 8, content.length));
                assertThat(read(stored, 4_194_300, 100)).isEqualTo(Arrays.copyOfRange(content, 4_194_300, 4_194_400));
            });
        }
    }

    private static byte[] read(StoredContent stored, long position, int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes);
        while (read.hasRemaining()) {
            assertThat(stored.read(read, position + read.position())).isPositive();
        }
        return read.array();
    }

    @Test
    void encryptionAndStorageClassStandInTheRequestsThatMakeObjects() throws IOException {
        Map<String, SdkHttpRequest> made = new ConcurrentHashMap<>();
        HttpFaults seen = new HttpFaults((number, request) -> {
            made.put(request.method().name(), request);
            // It is enough to see it: these servers know no encryption.
            return HttpFaults.Fault.INTERNAL_ERROR;
        });
        S3Settings settings = server.settings("headers")
                .withEncryption("aws:kms", "key-of-the-lake")
                .withStorageClass("STANDARD_IA")
                .withRetries(RetrySettings.NONE, Duration.ofSeconds(60));
        try (Target target = server.target(settings, Disk.process(), seen);
                StagingArea area = target.openStaging("writer.0000000000000001")) {
            assertThatThrownBy(() -> target.create("log/1.json", new byte[] {1}, area))
                    .isInstanceOf(IOException.class);
            StagedContent content = area.stage("k/f.parquet");
            content.write(ByteBuffer.wrap(new byte[100]));
            assertThatThrownBy(content::seal).isInstanceOf(IOException.class);
        }

        assertThat(made).containsOnlyKeys("PUT", "POST");
        made.values().forEach(request -> {
            assertThat(request.firstMatchingHeader("x-amz-server-side-encryption"))
                    .hasValue("aws:kms");
            assertThat(request.firstMatchingHeader("x-amz-server-side-encryption-aws-kms-key-id"))
                    .hasValue("key-of-the-lake");
        });
        // Entries of the log are small and read often.
        assertThat(made.get("POST").firstMatchingHeader("x-amz-storage-class")).hasValue("STANDARD_IA");
        assertThat(made.get("PUT").firstMatchingHeader("x-amz-storage-class")).isEmpty();
    }

    @Test
    void aMissingBucketAndWrongKeysAreSaidClearlyAndSecretsAreNot() throws IOException {
        S3Settings settings = server.settings("x");
        assertThat(settings.toString()).contains("tester").doesNotContain("do-not-tell");
        try (Target target = server.target(settings.inBucket("no-such-bucket"), Disk.process())) {
            assertThatThrownBy(target::probe)
                    .hasMessageContaining("no-such-bucket")
                    .hasMessageContaining("Create the bucket");
        }
        try (Target target =
                server.target(settings.withCredentials(new S3Credentials("tester", "guessed")), Disk.process())) {
            assertThatThrownBy(target::probe)
                    .isInstanceOf(AccessDeniedException.class)
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("guessed"));
        }
    }
}
