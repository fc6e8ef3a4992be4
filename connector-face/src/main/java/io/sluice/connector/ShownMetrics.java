package io.sluice.connector;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the metrics of a task or a connector can be seen: among Connect's own, in JMX under {@code kafka.connect:type=plugins}, where the
 * worker offers that (Kafka 4.1 and newer), else in a bean of ours. Made and closed by them; read from any thread.
 *
 * <p>A task that does not end in time is abandoned by its worker, which may start it anew while the old one still stands in JMX under the
 * same name. That is no reason to fail: the new one shows its numbers once the old one is gone.
 */
public final class ShownMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShownMetrics.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Showing showing;
    private final LongSupplier nanoTime;

    /** Null while they are not shown. */
    private Runnable removal;

    private long lastTry;

    private ShownMetrics(Showing showing, LongSupplier nanoTime) {
        this.showing = showing;
        this.nanoTime = nanoTime;
        tryToShow();
        if (removal == null) {
            LOG.warn("The metrics are not shown yet: those of a run before, which has not ended, stand in their place");
        }
    }

    /** Puts all in their place, and returns what takes them out again; null, and nothing was done, if another is there. */
    private interface Showing {
        Runnable begun();
    }

    /**
     * Shows the metrics of a task until it is closed.
     *
     * @param offered asks the worker for its plugin metrics; throws {@link NoSuchMethodError} on one that is older than Kafka 4.1
     * @param domain of the bean, if the worker has none
     */
    public static ShownMetrics ofTask(
            Metrics metrics,
            Supplier<PluginMetrics> offered,
            String domain,
            String connector,
            int task,
            LongSupplier nanoTime) {
        return shown(
                metrics,
                offered,
                domain + ":type=task,connector=" + ObjectName.quote(connector) + ",task=" + task,
                nanoTime);
    }

    /** The same for a connector. */
    public static ShownMetrics ofConnector(
            Metrics metrics, Supplier<PluginMetrics> offered, String domain, String connector, LongSupplier nanoTime) {
        return shown(metrics, offered, domain + ":type=connector,connector=" + ObjectName.quote(connector), nanoTime);
    }

    private static ShownMetrics shown(
            Metrics metrics, Supplier<PluginMetrics> offered, String bean, LongSupplier nanoTime) {
        PluginMetrics plugin = asked(offered, bean);
        return new ShownMetrics(
                plugin == null ? () -> asBean(metrics, bean) : () -> amongConnects(metrics, plugin), nanoTime);
    }

    /** Shows them if another stood in their place until now. For the thread that has made this, now and then. */
    public void show() {
        if (removal == null && nanoTime.getAsLong() - lastTry >= BETWEEN_TRIES.toNanos()) {
            tryToShow();
        }
    }

    private void tryToShow() {
        lastTry = nanoTime.getAsLong();
        removal = showing.begun();
    }

    private static PluginMetrics asked(Supplier<PluginMetrics> offered, String bean) {
        try {
            return offered.get();
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("This worker is older than Kafka 4.1: metrics are in JMX as {}", bean, e);
            return null;
        }
    }

    private static Runnable amongConnects(Metrics metrics, PluginMetrics offered) {
        List<MetricName> names = new ArrayList<>();
        for (Shown shown : Shown.all(metrics)) {
            MetricName name = offered.metricName(shown.name(), shown.meaning(), new LinkedHashMap<>());
            Gauge<Object> gauge = (config, now) -> shown.value().get();
            try {
                offered.addMetric(name, gauge);
            } catch (IllegalArgumentException taken) {
                LOG.debug("{} is there already", name, taken);
                names.forEach(offered::removeMetric);
                return null;
            }
            names.add(name);
        }
        return () -> names.forEach(offered::removeMetric);
    }

    /** A number or a text. */
    private record Shown(String name, String meaning, String type, Supplier<Object> value) {
        static List<Shown> all(Metrics metrics) {
            List<Shown> all = new ArrayList<>();
            for (Metrics.Metric number : metrics.all()) {
                all.add(new Shown(number.name(), number.meaning(), "long", number.value()::getAsLong));
            }
            for (Metrics.Text text : metrics.texts()) {
                all.add(new Shown(text.name(), text.meaning(), "java.lang.String", text.value()::get));
            }
            return all;
        }
    }

    private static Runnable asBean(Metrics metrics, String bean) {
        try {
            ObjectName name = new ObjectName(bean);
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(Shown.all(metrics)), name);
            return () -> unregister(name);
        } catch (InstanceAlreadyExistsException taken) {
            LOG.debug("{} is there already", bean, taken);
            return null;
        } catch (JMException e) {
            LOG.warn("The metrics {} cannot be shown in JMX; it runs without", bean, e);
            return () -> {};
        }
    }

    private static void unregister(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.warn("{} could not be taken out of JMX", name, e);
        }
    }

    @Override
    public void close() {
        if (removal != null) {
            removal.run();
        }
    }

    /** Numbers and texts as attributes. */
    private static final class Bean implements DynamicMBean {

        private final List<Shown> metrics;

        Bean(List<Shown> metrics) {
            this.metrics = metrics;
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            return metrics.stream()
                    .filter(metric -> metric.name().equals(attribute))
                    .findFirst()
                    .orElseThrow(() -> new AttributeNotFoundException(attribute))
                    .value()
                    .get();
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            AttributeList found = new AttributeList();
            for (String wanted : attributes) {
                metrics.stream()
                        .filter(metric -> metric.name().equals(wanted))
                        .forEach(metric -> found.add(
                                new Attribute(metric.name(), metric.value().get())));
            }
            return found;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " can only be read");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException(action);
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = metrics.stream()
                    .map(metric ->
                            new MBeanAttributeInfo(metric.name(), metric.type(), metric.meaning(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(Bean.class.getName(), "What a plugin of Sluice counts", attributes, null, null, null);
        }
    }
}
