package io.sluice.io.flow;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered MBeans of one {@link IoMetrics}. They belong to whoever registered them, until {@link #close}. A read
 * over JMX takes a snapshot on the server's thread.
 */
public final class MetricBeans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricBeans.class);

    private final MBeanServer server;
    private final List<ObjectName> names;

    private MetricBeans(MBeanServer server, List<ObjectName> names) {
        this.server = server;
        this.names = names;
    }

    static MetricBeans register(String domain, IoMetrics metrics) {
        MetricBeans beans = new MetricBeans(ManagementFactory.getPlatformMBeanServer(), new ArrayList<>());
        try {
            for (MetricGroup group : metrics.groups()) {
                String name = group.name().isEmpty() ? "" : ",name=" + ObjectName.quote(group.name());
                ObjectName objectName = new ObjectName(domain + ":type=" + group.sort() + name);
                beans.server.registerMBean(new GroupBean(metrics, group.sort(), group.name()), objectName);
                beans.names.add(objectName);
            }
        } catch (JMException e) {
            beans.close();
            throw new IllegalStateException(
                    "metrics could not be registered in JMX domain " + domain + ": is it in use already?", e);
        }
        return beans;
    }

    public List<ObjectName> names() {
        return List.copyOf(names);
    }

    /** A second call finds nothing to do. */
    @Override
    public void close() {
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException e) {
                LOG.debug("{} was gone already", name);
            } catch (JMException e) {
                LOG.warn("{} could not be taken out of JMX", name, e);
            }
        }
    }

    /** Its attributes are the numbers its group has at the moment: an operation appears once there was one. */
    private record GroupBean(IoMetrics metrics, String sort, String name) implements DynamicMBean {

        private SortedMap<String, Number> values() {
            for (MetricGroup group : metrics.groups()) {
                if (group.sort().equals(sort) && group.name().equals(name)) {
                    return group.values();
                }
            }
            return new TreeMap<>();
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            Number value = values().get(attribute);
            if (value == null) {
                throw new AttributeNotFoundException(attribute);
            }
            return value;
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            SortedMap<String, Number> values = values();
            AttributeList list = new AttributeList();
            for (String attribute : attributes) {
                if (values.containsKey(attribute)) {
                    list.add(new Attribute(attribute, values.get(attribute)));
                }
            }
            return list;
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
            MBeanAttributeInfo[] attributes = values().entrySet().stream()
                    .map(value -> new MBeanAttributeInfo(
                            value.getKey(), value.getValue().getClass().getName(), value.getKey(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(
                    IoMetrics.class.getName(), "Sluice " + sort + " " + name, attributes, null, null, null);
        }
    }
}
