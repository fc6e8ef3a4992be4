package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** The numbers of a task, as whoever asks JMX sees them. */
class SinkMetricsTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName bean = name();

    private static ObjectName name() {
        try {
            return new ObjectName("io.sluice.sink:type=task,connector=\"metered\",task=0");
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private long number(String metric) throws JMException {
        return (Long) beans.getAttribute(bean, metric);
    }

    @Test
    void aTaskShowsWhatItTookWroteAndCommittedAndWhatItHolds() throws IOException, JMException {
        MemoryVfs disk = SinkRig.emptyDisk();
        FakeSinkWorker.Broker broker = Trades.broker(0, 20);
        broker.add(Trades.record(SinkRig.TRADES, 20, null, null));
        Schema other =
                SchemaBuilder.struct().field("number", Schema.BOOLEAN_SCHEMA).build();
        broker.add(Trades.record(SinkRig.TRADES, 21, other, new Struct(other).put("number", true)));
        broker.add(Trades.trade(22));
        SinkRig rig =
                new SinkRig(disk, broker, Map.of("name", "metered", "rotate.rows", "8", "partition.fields", "symbol"));
        rig.worker.tolerates = true;

        rig.start(SinkRig.TRADES).readAll(4);

        assertThat(number("records-taken")).isEqualTo(23);
        assertThat(number("rows-written")).isEqualTo(21);
        assertThat(number("tombstones-skipped")).isEqualTo(1);
        assertThat(number("dead-letters")).isEqualTo(1);
        assertThat(number("files-opened")).isEqualTo(3);
        // That of S1 has its eight rows.
        assertThat(number("files-open")).isEqualTo(2);
        assertThat(number("rows-committed")).isZero();
        assertThat(number("offsets-uncommitted")).isEqualTo(23);
        assertThat(number("budget-used-bytes")).isPositive();
        assertThat(number("budget-bytes")).isEqualTo(100_000_000);
        assertThat(number("queued-bytes")).isZero();
        assertThat(number("breaker-open")).isZero();

        disk.advance(Duration.ofMinutes(2));
        rig.ring();

        assertThat(number("rows-committed")).isEqualTo(21);
        assertThat(number("files-committed")).isEqualTo(3);
        assertThat(number("commits")).isEqualTo(1);
        assertThat(number("bytes-committed")).isPositive();
        assertThat(number("files-open")).isZero();
        assertThat(number("offsets-uncommitted")).isZero();
        assertThat(number("budget-used-bytes")).isZero();
        assertThat(number("commit-age-max-ms")).isLessThan(120_000);

        rig.close();

        assertThat(beans.isRegistered(bean)).isFalse();
    }

    @Test
    void whatACommitTookIsNotWhatItWaitedForTheRowsBeforeIt() throws IOException, JMException {
        MemoryVfs disk = SinkRig.emptyDisk();
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 4), Map.of("name", "metered", "rotate.rows", "4"));
        rig.withLateFiles().start(SinkRig.TRADES).readAll(4);
        disk.advance(Duration.ofSeconds(2));
        rig.hold();
        rig.finishFiles();
        disk.advance(Duration.ofMinutes(1));
        rig.release();

        assertThat(number("commits")).isEqualTo(1);
        assertThat(number("commit-time-ms")).isBetween(2_000L, 30_000L);
        rig.close();
    }

    @Test
    void twoTasksOfOneWorkerAreShownApart() throws Exception {
        ParquetSinkConnector connector = new ParquetSinkConnector();
        connector.start(SinkRig.config(Map.of("name", "metered")));
        List<Map<String, String>> tasks = connector.taskConfigs(2);
        SinkRig first = new SinkRig(SinkRig.emptyDisk(), Trades.broker(0, 1), tasks.get(0));
        SinkRig second = new SinkRig(SinkRig.emptyDisk(), Trades.broker(0, 1), tasks.get(1));

        first.start(SinkRig.TRADES);
        second.start(SinkRig.TRADES);

        assertThat(beans.queryNames(new ObjectName("io.sluice.sink:connector=\"metered\",*"), null))
                .extracting(name -> name.getKeyProperty("task"))
                .containsExactlyInAnyOrder("0", "1");
        second.close();
        first.close();
    }

    @Test
    void everyMetricIsInTheDocumentation() throws Exception {
        SinkRig rig = new SinkRig(SinkRig.emptyDisk(), Trades.broker(0, 1), Map.of("name", "metered"));
        rig.start(SinkRig.TRADES);
        Set<String> shown = new TreeSet<>();
        Stream.of(beans.getMBeanInfo(bean).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .forEach(shown::add);
        rig.close();

        String page = Files.readString(Path.of("docs/operating.md"));

        assertThat(shown).hasSizeGreaterThan(20).allMatch(metric -> page.contains("`" + metric + "`"));
    }
}
