package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.ShownMetrics;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ShownMetricsTest {

    private final SourceMetrics metrics = new SourceMetrics(new FileLog(Level.DEBUG), System::nanoTime);

    @Test
    void onAWorkerWithoutPluginMetricsTheNumbersAreInJmx() throws JMException {
        SourceTaskContext context = oldWorker();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.sluice.source:type=task,connector=\"a,b\",task=3");

        try (ShownMetrics shown =
                ShownMetrics.ofTask(metrics.numbers(), () -> context.pluginMetrics(), "io.sluice.source", "a,b", 3)) {
            metrics.sent(7);
            assertThat(server.getAttribute(name, "records-sent")).isEqualTo(7L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSize(metrics.numbers().all().size())
                    .allSatisfy(
                            attribute -> assertThat(attribute.getDescription()).isNotEmpty());
            assertThat(shown).isNotNull();
        }
        assertThat(server.isRegistered(name)).isFalse();
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
