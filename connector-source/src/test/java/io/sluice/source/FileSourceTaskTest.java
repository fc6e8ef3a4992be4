package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.ChunkHeaders;
import io.sluice.source.scan.FileOwnership;
import io.sluice.source.scan.RotationFamily;
import io.sluice.source.tail.StateKey;
import io.sluice.source.tail.StatesUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTaskTest {

    @TempDir
    Path directory;

    private final Map<String, String> config = new HashMap<>();
    private FakeWorker worker;

    @BeforeEach
    void configure() {
        config.putAll(Map.of(
                "name", "logs",
                "roots", "in=" + directory,
                "topic", "${name}",
                "scan.interval.ms", "10",
                "poll.interval.ms", "5",
                "linger.ms", "0",
                "exactly.once.support", "required",
                "transaction.boundary", "connector"));
    }

    @AfterEach
    void end() {
        if (worker != null) {
            worker.kill();
        }
    }

    private void start() {
        worker = new FakeWorker(config);
        worker.start(new FileSourceTask());
    }

    private void restart() {
        worker.kill();
        worker.start(new FileSourceTask());
    }

    private void append(String name, String text) throws IOException {
        append(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void append(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    private static Object[] expected(int to) {
        return IntStream.range(0, to).mapToObj(i -> "line " + i).toArray();
    }

    @Test
    void everyLineArrivesOnceAcrossRestarts() throws IOException, InterruptedException {
        append("app.log", lines(0, 1000));
        start();
        worker.until(() -> worker.topic.size() >= 1000);
        restart();
        append("app.log", lines(1000, 1500));
        worker.until(() -> worker.topic.size() >= 1500);
        restart();
        worker.polls(3);

        assertThat(worker.values()).containsExactly(expected(1500));
    }

    @Test
    void whatWasNotCommittedIsReadAgain() throws IOException, InterruptedException {
        append("app.log", lines(0, 100));
        start();
        worker.acknowledges = false;
        worker.until(() -> worker.hasOpenTransaction());
        restart();
        worker.acknowledges = true;
        worker.until(() -> worker.topic.size() >= 100);

        assertThat(worker.values()).containsExactly(expected(100));
    }

    @Test
    void noTransactionIsOpenBetweenTwoPolls() throws IOException, InterruptedException {
        config.put("transaction.bytes", "10000");
        config.put("turn.bytes", "4096");
        append("app.log", lines(0, 5000));
        start();

        while (worker.topic.size() < 5000) {
            worker.poll();
            assertThat(worker.hasOpenTransaction()).isFalse();
        }
        assertThat(worker.transactions).hasSizeGreaterThan(10);
        assertThat(worker.values()).containsExactly(expected(5000));
    }

    @Test
    void aPauseInTheMiddleOfATransactionLosesNothingAndLeavesNoneOpen() throws IOException, InterruptedException {
        append("app.log", lines(0, 20));
        start();
        worker.until(() -> worker.aborted > 0);
        worker.pollWithAPauseIn(7);
        assertThat(worker.hasOpenTransaction()).isTrue();
        worker.poll();
        assertThat(worker.hasOpenTransaction()).isFalse();
        worker.polls(2);

        assertThat(worker.values()).containsExactly(expected(20));
        assertThat(worker.metric("bytes-in-flight")).isZero();
    }

    @Test
    void offsetsCanBeReadByAPerson() throws IOException, InterruptedException {
        append("app.log", "éé\nüü\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        Map<String, ?> partition = worker.offsets.keySet().stream()
                .filter(key -> key.containsKey("file"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> offset = worker.offsets.get(partition);
        assertThat(partition).containsOnlyKeys("file");
        assertThat((String) partition.get("file"))
                .isEqualTo("in:/app.log#" + Files.getAttribute(directory.resolve("app.log"), "unix:ino"));
        assertThat(offset)
                .containsEntry("position", 10L)
                .containsEntry("path", directory.resolve("app.log").toString())
                .containsEntry("phase", "READING");
    }

    @Test
    void recordsThatOnlyCarryStateAreAbortedAndTheirOffsetsStored() throws IOException, InterruptedException {
        append("app.log", "one\n");
        start();
        worker.until(() -> !worker.topic.isEmpty());
        worker.polls(1);

        assertThat(worker.values()).containsExactly("one");
        assertThat(worker.aborted).isEqualTo(2);
        Object inode = Files.getAttribute(directory.resolve("app.log"), "unix:ino");
        assertThat(worker.offsets.get(Map.of("family", "in:/app.log"))).containsEntry("members", inode.toString());
        assertThat(worker.offsets.get(Map.of("inode", "in:" + inode))).containsEntry("family", "in:/app.log");
    }

    @Test
    void recordsThatOnlyCarryStateReachNobodyIfThePauseComesInTheirMiddle() throws IOException, InterruptedException {
        append("a.log", "one\n");
        append("b.log", "two\n");
        start();
        worker.pollWithAPauseIn(1);
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.values()).containsExactlyInAnyOrder("one", "two");
        assertThat(worker.aborted).isEqualTo(4);
    }

    @Test
    void withoutTransactionsStateAloneGoesToItsTopicOrNowhere() throws IOException, InterruptedException {
        config.remove("exactly.once.support");
        config.remove("transaction.boundary");
        append("app.log", "one\n");
        start();
        worker.until(() -> !worker.topic.isEmpty());
        assertThat(worker.offsets).hasSize(1);
        config.put("state.topic", "states");
        restart();
        worker.until(() -> worker.topic.size() >= 3);

        assertThat(worker.topic).extracting(SourceRecord::topic).containsExactly("app", "states", "states");
        assertThat(worker.offsets).hasSize(3);
    }

    @Test
    void recordsDroppedByATransformGiveTheirRoomBack() throws IOException, InterruptedException {
        // Four times what may be on its way; Connect tells of none of it while everything is dropped.
        config.put("budget.bytes", "2500000");
        config.put("turn.bytes", "65536");
        config.put("transaction.bytes", "200000");
        append("app.log", lines(0, 40_000));
        append("app.log", "last\n");
        start();
        worker.passes = record -> "last".equals(record.value());
        worker.until(() -> !worker.topic.isEmpty());

        assertThat(worker.values()).containsExactly("last");
    }

    @Test
    void recordsDroppedByATransformGiveTheirRoomBackWhereTheWorkerEndsTransactions()
            throws IOException, InterruptedException {
        config.remove("exactly.once.support");
        config.remove("transaction.boundary");
        config.put("budget.bytes", "2500000");
        config.put("turn.bytes", "65536");
        config.put("transaction.bytes", "200000");
        append("app.log", lines(0, 40_000));
        append("app.log", "last\n");
        start();
        worker.passes = record -> "last".equals(record.value());
        worker.until(() -> !worker.topic.isEmpty());

        assertThat(worker.values()).containsExactly("last");
    }

    @Test
    void withoutAcknowledgementsReadingStopsAndMemoryStaysBounded() throws IOException, InterruptedException {
        config.remove("exactly.once.support");
        config.remove("transaction.boundary");
        config.put("budget.bytes", "2500000");
        config.put("turn.bytes", "65536");
        config.put("transaction.bytes", "200000");
        append("app.log", lines(0, 100_000));
        start();
        worker.acknowledges = false;
        worker.until(() -> worker.metric("records-sent") > 0);
        Deque<Long> read = new ArrayDeque<>();
        worker.until(() -> {
            read.addLast(worker.metric("bytes-read"));
            return read.size() > 5 && read.removeFirst().equals(read.getLast());
        });

        assertThat(worker.metric("bytes-read")).isLessThan(500_000);
        assertThat(worker.metric("bytes-in-flight")).isBetween(1_000_000L, 2_500_000L);
    }

    @Test
    void aFailureOfTheReaderSurfacesInPollWithItsCauseFileAndPosition() throws IOException, InterruptedException {
        append("app.log", "good\n");
        append("app.log", new byte[] {'b', 'a', 'd', (byte) 0xFF, '\n'});
        start();

        assertThatThrownBy(() -> worker.until(() -> false))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(directory.resolve("app.log").toString())
                .hasMessageContaining("at byte 5")
                .hasMessageContaining("0xff")
                .hasMessageContaining("bad.records")
                .hasRootCauseInstanceOf(io.sluice.source.tail.RecordMaker.UnfitFrameException.class);
    }

    @Test
    void badRecordsGoToTheDeadLetterTopicInTheTransactionOfTheirNeighbours() throws IOException, InterruptedException {
        config.put("bad.records", "dead-letter");
        config.put("dead.letter.topic", "dead");
        append("app.log", "one\n");
        append("app.log", new byte[] {'b', 'a', 'd', (byte) 0xFF, '\n'});
        append("app.log", "two\n");
        start();
        worker.until(() -> worker.topic.size() >= 3);

        SourceRecord dead = worker.topic.get(1);
        assertThat(worker.transactions).containsExactly(3);
        assertThat(worker.topic).extracting(SourceRecord::topic).containsExactly("app", "dead", "app");
        assertThat(dead.headers().lastWithName(ChunkHeaders.FILE).value())
                .isEqualTo(directory.resolve("app.log").toString());
        assertThat(dead.headers().lastWithName(ChunkHeaders.OFFSET).value()).isEqualTo("4");
        assertThat((String) dead.headers().lastWithName(DeadLetters.REASON).value())
                .contains("0xff");
        assertThat(dead.headers().lastWithName(DeadLetters.RAW).value()).isEqualTo("YmFk/w==");
        assertThat(worker.metric("bad-records")).isEqualTo(1);
        assertThat(worker.metric("dead-letters")).isEqualTo(1);
    }

    @Test
    void badRecordsCanBeSkippedAndAreCounted() throws IOException, InterruptedException {
        config.put("bad.records", "skip");
        append("app.log", "one\n");
        append("app.log", new byte[] {(byte) 0xC3, '\n'});
        append("app.log", "two\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.values()).containsExactly("one", "two");
        assertThat(worker.metric("bad-records")).isEqualTo(1);
    }

    @Test
    void theFileIsTheKeySoThatItsLinesStayInOrder() throws IOException, InterruptedException {
        append("a.log", "one\n");
        append("b.log", "two\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.topic)
                .extracting(SourceRecord::key)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(worker.topic).extracting(SourceRecord::topic).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theTimeIsFoundInTheText() throws IOException, InterruptedException {
        config.put("timestamp", "pattern");
        config.put("timestamp.pattern", "^\\[([^\\]]+)\\]");
        config.put("timestamp.format", "dd/MMM/yyyy:HH:mm:ss Z");
        append("app.log", "[01/Feb/2026:03:04:05 +0100] GET /\nnone\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.topic.get(0).timestamp())
                .isEqualTo(java.time.Instant.parse("2026-02-01T02:04:05Z").toEpochMilli());
        assertThat(worker.metric("timestamps-missing")).isEqualTo(1);
    }

    @Test
    void theKeyCanBeThePathOrNoneAndTheTimeThatOfTheFileOrOfReading() throws IOException, InterruptedException {
        config.putAll(Map.of("key", "path", "timestamp", "modified"));
        append("app.log", "one\n");
        Files.setLastModifiedTime(directory.resolve("app.log"), FileTime.fromMillis(1_600_000_000_123L));
        start();
        worker.until(() -> worker.topic.size() >= 1);
        worker.kill();
        config.putAll(Map.of("key", "none", "timestamp", "ingest"));
        long before = System.currentTimeMillis();
        worker.start(new FileSourceTask());
        append("app.log", "two\n");
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.topic.get(0).key())
                .isEqualTo(directory.resolve("app.log").toString());
        assertThat(worker.topic.get(0).timestamp()).isEqualTo(1_600_000_000_123L);
        assertThat(worker.topic.get(1).key()).isNull();
        assertThat(worker.topic.get(1).timestamp()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void theTimeAndTheKeyCanBeColumnsOfARow() throws IOException, InterruptedException {
        config.putAll(Map.of(
                "framing", "csv",
                "schema", "ts timestamp_micros, symbol string",
                "timestamp", "column:ts",
                "key", "column:symbol"));
        append("t.csv", "1600000000123456,A\n");
        start();
        worker.until(() -> worker.topic.size() >= 1);

        assertThat(worker.topic.get(0).timestamp()).isEqualTo(1_600_000_000_123L);
        assertThat(worker.topic.get(0).key()).isEqualTo("A");
    }

    @Test
    void whatIsHandedOutKeepsToItsRate() throws IOException, InterruptedException {
        config.put("records.per.second", "1");
        config.put("transaction.bytes", "1");
        config.put("turn.bytes", "4096");
        append("a.log", "one\n");
        append("b.log", "two\n");
        start();
        worker.until(() -> worker.topic.size() >= 1);
        worker.poll();

        assertThat(worker.values()).hasSize(1);
    }

    @Test
    void stoppingEndsAPollThatWaits() throws IOException, InterruptedException {
        start();
        Thread stopping = new Thread(worker::kill, "stopping");
        stopping.start();
        worker.poll();
        stopping.join();

        assertThat(worker.topic).isEmpty();
        assertThat(worker.metrics).isEmpty();
    }

    // ---- what is in the files

    @Test
    void chunksOfWholeLinesPutTogetherAreTheFile() throws IOException, InterruptedException {
        config.putAll(Map.of("framing", "line-chunks", "chunk.bytes", "1000", "mode", "complete", "stable.ms", "20"));
        append("a.txt", lines(0, 3000));
        append("empty.txt", "");
        start();
        worker.until(() -> CollectedChunks.of(worker.topic).size() >= 2);

        assertThat(CollectedChunks.of(worker.topic).values())
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(lines(0, 3000), "");
        assertThat(worker.topic).extracting(SourceRecord::key).allMatch(key -> ((String) key).startsWith("in:"));
    }

    @Test
    void rowsAreStructsAndTheirHeaderIsKnownInMidFileToo() throws IOException, InterruptedException {
        config.putAll(Map.of(
                "framing", "csv",
                "csv.header", "names",
                "schema", "a string, b long",
                "key", "column:a",
                "turn.bytes", "4096"));
        append("t.csv", "b,other,a\n1,x,one\n");
        start();
        worker.until(() -> worker.topic.size() >= 1);
        restart();
        append("t.csv", "2,y,two\n");
        append("u.csv", "a,b\nthree,3\n");
        worker.until(() -> worker.topic.size() >= 3);

        assertThat(worker.topic)
                .extracting(
                        record -> ((Struct) record.value()).getString("a") + "=" + ((Struct) record.value()).get("b"))
                .containsExactlyInAnyOrder("one=1", "two=2", "three=3");
        assertThat(worker.topic).extracting(SourceRecord::key).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void chunksOfLinesBringTheirHeaderInMidFileTooAndAnotherOneIfTheFileIsReplaced()
            throws IOException, InterruptedException {
        config.putAll(Map.of("framing", "line-chunks", "csv.header", "names", "flush.ms", "10"));
        append("t.csv", "b,a\n1,one\n");
        start();
        worker.until(() -> worker.topic.size() >= 1);
        restart();
        append("t.csv", "2,two\n");
        append("u.csv", "a,b\n");
        worker.until(() -> worker.topic.size() >= 3);
        Files.writeString(directory.resolve("t.csv"), "a,other,b\n");
        worker.until(() -> worker.topic.size() >= 4);
        append("t.csv", "three,x,3\n");
        worker.until(() -> worker.topic.size() >= 5);

        assertThat(worker.topic)
                .extracting(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8) + "| "
                        + new String(
                                Base64.getDecoder().decode((String) record.headers()
                                        .lastWithName("sluice.csv.header")
                                        .value()),
                                StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "b,a\n1,one\n| b,a\n",
                        "2,two\n| b,a\n",
                        "a,b\n| a,b\n",
                        "a,other,b\n| a,other,b\n",
                        "three,x,3\n| a,other,b\n");
    }

    @Test
    void aRowThatIsNotOfTheSchemaGoesToTheDeadLettersAsItIs() throws IOException, InterruptedException {
        config.putAll(Map.of(
                "framing", "json",
                "schema", "a long",
                "bad.records", "dead-letter",
                "dead.letter.topic", "dead"));
        append("t.json", "{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":2}\n");
        start();
        worker.until(() -> worker.topic.size() >= 3);

        SourceRecord dead = worker.topic.get(1);
        assertThat(dead.topic()).isEqualTo("dead");
        assertThat((byte[]) dead.value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":\"x\"}");
        assertThat((String) dead.headers().lastWithName(DeadLetters.REASON).value())
                .contains("column 'a'");
        assertThat(dead.headers().lastWithName(ChunkHeaders.OFFSET).value()).isEqualTo("8");
    }

    @Test
    void compressedFilesAreRead() throws IOException, InterruptedException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(lines(0, 100).getBytes(StandardCharsets.UTF_8));
        }
        config.put("mode", "complete");
        config.put("stable.ms", "20");
        append("app.log.gz", compressed.toByteArray());
        start();
        worker.until(() -> worker.topic.size() >= 100);

        assertThat(worker.values()).containsExactly(expected(100));
        assertThat(worker.topic).extracting(SourceRecord::topic).containsOnly("app");
    }

    @Test
    void aRotatedFileKeepsItsTopicAndIsReadOnce() throws IOException, InterruptedException {
        append("app.log", lines(0, 10));
        start();
        worker.until(() -> worker.topic.size() >= 10);
        Files.move(directory.resolve("app.log"), directory.resolve("app.log.1"));
        append("app.log", lines(10, 20));
        append("app.log.1", "late\n");
        worker.until(() -> worker.topic.size() >= 21);

        assertThat(worker.values()).contains(expected(20)).contains("late").hasSize(21);
        assertThat(worker.topic).extracting(SourceRecord::topic).containsOnly("app");
    }

    @Test
    void eachOfSeveralTasksReadsItsShareAndAllOfThemEverything() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            append("f" + i + ".log", "of " + i + "\n");
        }
        List<FakeWorker> workers = new ArrayList<>();
        for (int task = 0; task < 3; task++) {
            Map<String, String> share = new TaskShare(task, 3).addedTo(config);
            workers.add(new FakeWorker(share));
            workers.get(task).start(new FileSourceTask());
        }
        List<Object> all = new ArrayList<>();
        while (all.size() < 20) {
            for (FakeWorker each : workers) {
                each.poll();
            }
            all.clear();
            workers.forEach(each -> all.addAll(each.values()));
        }
        workers.forEach(FakeWorker::kill);

        assertThat(workers).allSatisfy(each -> assertThat(each.topic).isNotEmpty());
        assertThat(all).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatGetsANameOfAnotherTaskGoesOnThereAlsoIfItsTaskWasNotRunningThen()
            throws IOException, InterruptedException {
        // Names of the two tasks, in turn.
        List<String> names = new ArrayList<>();
        for (int i = 0; names.size() < 3; i++) {
            RotationFamily family = new RotationFamily("in", "", "f" + i + ".log");
            if (FileOwnership.ownerOf(family, 2) == names.size() % 2) {
                names.add(family.name());
            }
        }
        List<FakeWorker> workers = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            workers.add(new FakeWorker(new TaskShare(task, 2).addedTo(config)));
        }
        // Both see what is stored by either.
        workers.forEach(each -> each.offsets = workers.get(0).offsets);
        append(names.get(0), "one\n");
        workers.forEach(each -> each.start(new FileSourceTask()));
        untilAll(workers, 1);
        Files.move(directory.resolve(names.get(0)), directory.resolve(names.get(1)));
        append(names.get(1), "two\n");
        untilAll(workers, 2);
        workers.forEach(FakeWorker::kill);
        Files.move(directory.resolve(names.get(1)), directory.resolve(names.get(2)));
        append(names.get(2), "three\n");
        workers.forEach(each -> each.start(new FileSourceTask()));
        untilAll(workers, 3);
        workers.forEach(FakeWorker::kill);

        List<Object> all = new ArrayList<>(workers.get(0).values());
        all.addAll(workers.get(1).values());
        assertThat(all).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(workers.get(0).values()).contains("three");
    }

    private static void untilAll(List<FakeWorker> workers, int records) throws InterruptedException {
        workers.get(0).until(() -> {
            try {
                workers.get(1).poll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            return workers.get(0).topic.size() + workers.get(1).topic.size() >= records;
        });
    }

    @Test
    void aPositionSetByHandIsWhereReadingBegins() throws IOException, InterruptedException {
        append("app.log", "one\ntwo\nthree\n");
        start();
        worker.until(() -> worker.topic.size() >= 3);
        worker.kill();
        worker.offsets.replaceAll(
                (partition, offset) -> partition.containsKey("file") ? new HashMap<>(Map.of("position", 4)) : offset);
        worker.start(new FileSourceTask());
        worker.until(() -> worker.topic.size() >= 5);

        assertThat(worker.values()).containsExactly("one", "two", "three", "two", "three");
    }

    @Test
    void filesSoShortThatTheyCouldBecomeCompressedOnesAreReadOnceTheyEnd() throws IOException, InterruptedException {
        config.put("mode", "complete");
        config.put("stable.ms", "20");
        append("a", "B");
        append("b", "P");
        append("c", "BZh\n");
        append("d", "");
        append("e", "x");
        start();
        worker.until(() -> worker.topic.size() >= 4);
        worker.polls(3);

        assertThat(worker.values()).containsExactlyInAnyOrder("B", "P", "BZh", "x");
    }

    @Test
    void aLineThatCouldBecomeACompressedFileIsTakenAsItIsAfterTheTimeForPartialLines()
            throws IOException, InterruptedException {
        config.put("partial.line.ms", "50");
        append("app.log", "P");
        append("empty.log", "");
        start();
        worker.until(() -> worker.topic.size() >= 1);
        append("app.log", "\nnext\n");
        append("empty.log", "late\n");
        worker.until(() -> worker.values().contains("next") && worker.values().contains("late"));

        assertThat(worker.values()).contains("P").doesNotContain("Pnext");
    }

    @Test
    void aPositionBehindTheEndIsNamedAndTheOtherFilesAreRead() throws IOException, InterruptedException {
        append("app.log", "one\n");
        start();
        worker.until(() -> worker.topic.size() >= 1);
        worker.kill();
        worker.offsets.replaceAll(
                (partition, offset) -> partition.containsKey("file") ? new HashMap<>(Map.of("position", 99)) : offset);
        append("other.log", "two\n");
        worker.start(new FileSourceTask());
        worker.until(() -> worker.topic.size() >= 2 && worker.metric("read-failures") > 0);

        assertThat(worker.values()).containsExactly("one", "two");
        assertThat(worker.metric("read-failures")).isLessThan(5);
    }

    @Test
    void randomBytesThatSeemCompressedAreAFailureThatIsCountedAndTheOtherFilesAreRead()
            throws IOException, InterruptedException {
        byte[] noise = new byte[10_000];
        new Random(7).nextBytes(noise);
        noise[0] = 0x1f;
        noise[1] = (byte) 0x8b;
        noise[2] = 8;
        noise[3] = 0;
        append("a.log", noise);
        append("b.log", "two\n");
        start();
        worker.until(() -> worker.topic.size() >= 1 && worker.metric("read-failures") > 0);
        worker.polls(3);

        assertThat(worker.values()).containsExactly("two");
        assertThat(worker.metric("read-failures")).isLessThan(5);
    }

    @Test
    void overLongLinesAreShortenedAndCounted() throws IOException, InterruptedException {
        config.put("over.long", "truncate");
        config.put("max.line.bytes", "16");
        append("app.log", "x".repeat(100_000) + "\nshort\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.values()).containsExactly("x".repeat(16), "short");
        assertThat(worker.metric("shortened-records")).isEqualTo(1);
    }

    @Test
    void aLineOfAGigabyteIsPassedOverInConstantMemoryAndCounted() throws IOException, InterruptedException {
        config.put("over.long", "skip");
        long hole = 1L << 30;
        Path file = directory.resolve("app.log");
        Files.writeString(file, "before\n");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            // Of what takes no room on the disk.
            sparse.seek(hole);
            sparse.write("\nbehind\n".getBytes(StandardCharsets.UTF_8));
        }
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.values()).containsExactly("before", "behind");
        assertThat(worker.metric("bad-records")).isEqualTo(1);
        assertThat(worker.metric("bytes-read")).isEqualTo(hole + 8);
    }

    @Test
    void namesThatEndInADateAreFilesOfTheirOwnIfTheRotationPatternSaysSo() throws IOException, InterruptedException {
        config.put("topic", "${file}");
        config.put("rotation.pattern", "(?<family>.+)");
        append("trades-20240101", "one\n");
        append("trades-20240102", "one\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);

        assertThat(worker.topic)
                .extracting(SourceRecord::topic)
                .containsExactlyInAnyOrder("trades-20240101", "trades-20240102");
    }

    @Test
    void aRootThatIsNotThereIsNamed() {
        config.put("roots", "in=" + directory.resolve("missing"));

        assertThatThrownBy(this::start)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(directory.resolve("missing").toString())
                .hasMessageContaining("is it mounted?");
        worker = null;
    }

    @Test
    void offsetsThatCannotBeReadAtFirstAreAskedForAgain() throws IOException, InterruptedException {
        append("app.log", "one\ntwo\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);
        append("app.log", "three\n");
        worker.kill();
        worker.offsetFailures = 1;
        worker.start(new FileSourceTask());
        worker.until(() -> worker.topic.size() >= 3);

        assertThat(worker.values()).containsExactly("one", "two", "three");
        assertThat(worker.metric("read-failures")).isEqualTo(1);
    }

    @Test
    void offsetsThatCannotBeReadAreNamedWithTheReason() {
        FakeWorker failing = new FakeWorker(config);
        failing.offsetFailures = 1;

        assertThatThrownBy(() ->
                        new StoredFiles(failing).load(List.of(new StateKey("in:/a", "1"), new StateKey("in:/a", "2"))))
                .isInstanceOf(StatesUnavailableException.class)
                .hasMessage("the stored offsets of 2 files, such as {file=in:/a#1}, cannot be read from the connector's"
                        + " offsets topic: not authorized");
    }

    @Test
    void aRootThatIsMountedElsewhereIsReadOn() throws IOException, InterruptedException {
        Path before = Files.createDirectory(directory.resolve("before"));
        config.put("roots", "in=" + before);
        append("before/app.log", "one\ntwo\n");
        start();
        worker.until(() -> worker.topic.size() >= 2);
        worker.kill();
        Files.move(before, directory.resolve("after"));
        append("after/app.log", "three\n");
        config.put("roots", "in=" + directory.resolve("after"));
        worker.start(new FileSourceTask());
        worker.until(() -> worker.topic.size() >= 3);

        assertThat(worker.values()).containsExactly("one", "two", "three");
    }
}
