package io.sluice.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a Java process says of itself in JMX, and takes of the processor. One thread. */
final class ProcessGauges implements AutoCloseable {

    private final ProcessHandle process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ProcessGauges(ProcessHandle process, JMXConnector connector) throws IOException {
        this.process = process;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    // The address is what our own child on this machine has just said.
    @SuppressWarnings("BanJNDI")
    static ProcessGauges of(ProcessHandle process) throws IOException {
        String address;
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                address = machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + process.pid() + " lets nobody look at its metrics", e);
        }
        return new ProcessGauges(process, JMXConnectorFactory.connect(new JMXServiceURL(address)));
    }

    /** A number of a bean; empty while it is not there. */
    OptionalDouble number(String bean, String attribute) throws IOException {
        try {
            return OptionalDouble.of(((Number) beans.getAttribute(new ObjectName(bean), attribute)).doubleValue());
        } catch (InstanceNotFoundException | AttributeNotFoundException notYet) {
            return OptionalDouble.empty();
        } catch (JMException e) {
            throw new IOException(bean + " does not say its " + attribute, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Seconds of the processor that it has taken since it began, in all its threads, those of the virtual machine too. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** Collects all garbage, and says how much of the heap is left, in MB. */
    double liveHeapMegabytes() throws IOException {
        MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / 1e6;
    }

    /** What it takes of the machine's memory, heap or not, in MB; 0 where the system does not tell. */
    double residentMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .findFirst()
                .orElse(0);
    }

    /** Seconds of the processor that Java's threads have taken which are there now, by what they are for. */
    Map<String, Double> cpuSecondsOfThreads() throws IOException {
        return cpuSecondsOfThreads(ThreadGroups::of);
    }

    /** @param group of a thread's name */
    Map<String, Double> cpuSecondsOfThreads(UnaryOperator<String> group) throws IOException {
        com.sun.management.ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] nanos = threads.getThreadCpuTime(ids);
        Map<String, Double> byGroup = new TreeMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && nanos[i] > 0) {
                byGroup.merge(group.apply(infos[i].getThreadName()), nanos[i] / 1e9, Double::sum);
            }
        }
        return byGroup;
    }

    /** Seconds that its collectors have taken; the threads of a serial collector are one, so of the processor. */
    double collectionSeconds() throws IOException {
        try {
            double millis = 0;
            for (ObjectName collector : beans.queryNames(new ObjectName("java.lang:type=GarbageCollector,*"), null)) {
                millis += ((Number) beans.getAttribute(collector, "CollectionTime")).doubleValue();
            }
            return millis / 1e3;
        } catch (JMException e) {
            throw new IOException("process " + pid() + " does not say how long its collections took", e);
        }
    }

    /** Asks the virtual machine something, as jcmd does. */
    String command(String operation, String... arguments) throws IOException {
        try {
            return (String) beans.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    operation,
                    new Object[] {arguments},
                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("process " + pid() + " refuses " + operation, e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
