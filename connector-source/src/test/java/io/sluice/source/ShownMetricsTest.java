package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.ShownMetrics;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ShownMetricsTest {

    private long now;

    private final SourceMetrics metrics = new SourceMetrics(new FileLog(Level.DEBUG), System::nanoTime, () -> 5);

    @Test
    void onAWorkerWithoutPluginMetricsTheNumbersAreInJmx() throws JMException {
        SourceTaskContext context = oldWorker();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.sluice.source:type=task,connector=\"a,b\",task=3");

        try (ShownMetrics shown = ShownMetrics.ofTask(
                metrics.numbers(), () -> context.pluginMetrics(), "io.sluice.source", "a,b", 3, () -> now)) {
            metrics.sent(7);
            assertThat(server.getAttribute(name, "records-sent")).isEqualTo(7L);
            assertThat(server.getAttribute(name, "file-troubles")).isEqualTo("");
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSize(metrics.numbers().all().size()
                            + metrics.numbers().texts().size())
                    .allSatisfy(
                            attribute -> assertThat(attribute.getDescription()).isNotEmpty());
            assertThat(shown).isNotNull();
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void aTaskThatWasAbandonedAndHasNotEndedKeepsItsPlaceUntilItIsGone() {
        try (Metrics connects = new Metrics()) {
            ShownMetrics abandoned = shownIn(connects, 1);
            ShownMetrics next = shownIn(connects, 2);
            assertThat(seen(connects)).isEqualTo(1L);

            now += Duration.ofSeconds(1).toNanos();
            next.show();
            assertThat(seen(connects)).as("it is still there").isEqualTo(1L);

            abandoned.close();
            next.show();
            assertThat(seen(connects)).as("it is not tried each time").isNull();
            now += Duration.ofSeconds(1).toNanos();
            next.show();
            assertThat(seen(connects)).isEqualTo(2L);

            next.close();
            assertThat(seen(connects)).isNull();
        }
    }

    /** With a number of its own and one that both have, which comes last: what was shown before it is taken out again. */
    private ShownMetrics shownIn(Metrics connects, long run) {
        io.sluice.connector.Metrics numbers = new io.sluice.connector.Metrics();
        numbers.gauge("only-of-" + run, "Of this run", () -> run);
        numbers.gauge("run", "Which run it is", () -> run);
        return ShownMetrics.ofTask(
                numbers,
                () -> new PluginMetricsImpl(connects, Map.of("connector", "files", "task", "0")),
                "io.sluice.source",
                "files",
                0,
                () -> now);
    }

    private static Object seen(Metrics connects) {
        long runs = connects.metrics().keySet().stream()
                .filter(name -> name.name().startsWith("only-of-"))
                .count();
        Object run = connects.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("run"))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElse(null);
        assertThat(runs).isEqualTo(run == null ? 0 : 1);
        return run;
    }

    /** As the class is on a worker of Kafka 4.0: without the method. */
    private static SourceTaskContext oldWorker() {
        return (SourceTaskContext) Proxy.newProxyInstance(
                SourceTaskContext.class.getClassLoader(),
                new Class<?>[] {SourceTaskContext.class},
                (self, method, given) -> {
                    throw new NoSuchMethodError(method.getName());
                });
    }
}
