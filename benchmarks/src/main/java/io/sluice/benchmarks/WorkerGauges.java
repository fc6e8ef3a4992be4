package io.sluice.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.OptionalDouble;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a worker's process says of itself in JMX, and takes of the processor. One thread. */
final class WorkerGauges implements AutoCloseable {

    private final ProcessHandle process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private WorkerGauges(ProcessHandle process, JMXConnector connector) throws IOException {
        this.process = process;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    // The address is what our own child on this machine has just said.
    @SuppressWarnings("BanJNDI")
    static WorkerGauges of(ProcessHandle process) throws IOException {
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
        return new WorkerGauges(process, JMXConnectorFactory.connect(new JMXServiceURL(address)));
    }

    /** One of Connect's numbers of the only task of a sink; 0 while there is none. */
    double ofTask(String sink, String attribute) throws IOException {
        return number("kafka.connect:type=sink-task-metrics,connector=" + sink + ",task=0", attribute)
                .orElse(0);
    }

    /** Whether Connect still knows a task of the sink. */
    boolean hasTask(String sink) throws IOException {
        return number("kafka.connect:type=sink-task-metrics,connector=" + sink + ",task=0", "sink-record-send-total")
                .isPresent();
    }

    /** One of the numbers that the sink itself shows; 0 while there is none. */
    double ofPlugin(String sink, String attribute) throws IOException {
        return number("kafka.connect:type=plugins,connector=" + sink + ",task=0", attribute)
                .orElse(0);
    }

    private OptionalDouble number(String bean, String attribute) throws IOException {
        try {
            return OptionalDouble.of(((Number) beans.getAttribute(new ObjectName(bean), attribute)).doubleValue());
        } catch (InstanceNotFoundException | AttributeNotFoundException notYet) {
            return OptionalDouble.empty();
        } catch (JMException e) {
            throw new IOException(bean + " does not say its " + attribute, e);
        }
    }

    /** Seconds of the processor that the worker has taken since it began, in all its threads. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
