package io.sluice.deploy.command.live;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the connectors count, as the worker's JVM tells it to others of the same user on this machine: no port is opened for it before
 * somebody asks. Used by one thread at a time.
 */
final class WorkerBeans implements AutoCloseable {
    private static final String PLUGINS = "kafka.connect:type=plugins,*";

    /** Behind a name: not what the tasks have together, but what that one has which has most. */
    static final String LARGEST = " of one task";

    /** What anybody looks at, of some sixty for each task. */
    private static final Set<String> WANTED = Set.of(
            "bad-records",
            "breaker-open",
            "budget-pauses",
            "bytes-committed",
            "bytes-in-flight",
            "bytes-read",
            "dead-letters",
            "files-failing",
            FileTrouble.ATTRIBUTE,
            "files-open",
            "lag-bytes",
            "lag-files",
            "losses",
            "offsets-uncommitted",
            "records-sent",
            "rows-committed",
            "store-retries");

    /** Tasks come and go seldom. */
    private static final int READS_FOR_TASKS = 5;

    /** Which of them a task has does not change; what comes late is found now and then. */
    private static final int READS_FOR_NAMES = 30;

    /** What the tasks count, and which files they cannot read, by connector. Immutable. */
    record Told(Map<String, Map<String, Long>> numbers, Map<String, List<FileTrouble>> troubles) {
        static final Told NOTHING = new Told(Map.of(), Map.of());
    }

    private final Set<ObjectName> tasks = new HashSet<>();
    private final Map<ObjectName, String[]> attributes = new HashMap<>();
    private final Supplier<Optional<Long>> worker;
    private Optional<Long> asked = Optional.empty();
    private JMXConnector connection;
    private int reads;

    WorkerBeans(Supplier<Optional<Long>> worker) {
        this.worker = worker;
    }

    /**
     * What all tasks tell, by connector: numbers added up, the largest of ages.
     *
     * @throws IOException if the worker tells nothing, or runs no more
     */
    Told read() throws IOException {
        Optional<Long> process = worker.get();
        if (!process.equals(asked)) {
            close();
        }
        if (process.isEmpty()) {
            return Told.NOTHING;
        }
        try {
            if (connection == null) {
                connection = connect(process.get());
                asked = process;
            }
            return told(connection.getMBeanServerConnection());
        } catch (IOException e) {
            close();
            throw e;
        } catch (LinkageError e) {
            throw new IOException("this Java has no jdk.attach; with a whole JDK the page shows more", e);
        }
    }

    // The address is what our own child on this machine has just said.
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(long process) throws IOException {
        String address;
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                address = machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + process + " lets nobody look at its metrics", e);
        }
        return JMXConnectorFactory.connect(new JMXServiceURL(address));
    }

    private Told told(MBeanServerConnection beans) throws IOException {
        if (reads % READS_FOR_NAMES == 0) {
            attributes.clear();
        }
        Told told = new Told(new HashMap<>(), new HashMap<>());
        try {
            if (reads++ % READS_FOR_TASKS == 0) {
                findTasks(beans);
            }
            for (ObjectName bean : tasks) {
                String connector = unquoted(bean.getKeyProperty("connector"));
                add(
                        beans,
                        bean,
                        told.numbers().computeIfAbsent(connector, name -> new HashMap<>()),
                        told.troubles().computeIfAbsent(connector, name -> new ArrayList<>()));
            }
        } catch (JMException e) {
            throw new IOException("the worker's metrics cannot be read", e);
        }
        return told;
    }

    private void findTasks(MBeanServerConnection beans) throws IOException, JMException {
        tasks.clear();
        for (ObjectName bean : beans.queryNames(new ObjectName(PLUGINS), null)) {
            if (bean.getKeyProperty("connector") != null && bean.getKeyProperty("task") != null) {
                tasks.add(bean);
            }
        }
    }

    private void add(MBeanServerConnection beans, ObjectName bean, Map<String, Long> sums, List<FileTrouble> troubles)
            throws IOException, JMException {
        try {
            for (Attribute number : all(beans, bean)) {
                if (number.getValue() instanceof Number value) {
                    boolean largest = number.getName().contains("-max-");
                    sums.merge(number.getName(), value.longValue(), largest ? Long::max : Long::sum);
                    sums.merge(number.getName() + LARGEST, value.longValue(), Long::max);
                } else if (number.getValue() instanceof String text) {
                    troubles.addAll(FileTrouble.all(bean.getKeyProperty("task"), text));
                }
            }
        } catch (InstanceNotFoundException ended) {
            // The task has; perhaps another has begun.
            reads = 0;
        }
    }

    private Iterable<Attribute> all(MBeanServerConnection beans, ObjectName bean) throws IOException, JMException {
        String[] names = attributes.get(bean);
        if (names == null) {
            names = Stream.of(beans.getMBeanInfo(bean).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .filter(WANTED::contains)
                    .toArray(String[]::new);
            attributes.put(bean, names);
        }
        // Those of converters, say, have nothing that is wanted.
        return names.length == 0 ? List.of() : beans.getAttributes(bean, names).asList();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? ObjectName.unquote(name) : name;
    }

    @Override
    public void close() {
        asked = Optional.empty();
        reads = 0;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException gone) {
                // So is the worker.
            }
            connection = null;
        }
    }
}
