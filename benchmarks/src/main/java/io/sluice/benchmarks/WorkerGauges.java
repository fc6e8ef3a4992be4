package io.sluice.benchmarks;

import java.io.IOException;

/** What a worker says of its sinks in JMX. One thread. */
record WorkerGauges(ProcessGauges process) implements AutoCloseable {

    static WorkerGauges of(ProcessHandle process) throws IOException {
        return new WorkerGauges(ProcessGauges.of(process));
    }

    /** One of Connect's numbers of the only task of a sink; 0 while there is none. */
    double ofTask(String sink, String attribute) throws IOException {
        return process.number("kafka.connect:type=sink-task-metrics,connector=" + sink + ",task=0", attribute)
                .orElse(0);
    }

    /** Whether Connect still knows a task of the sink. */
    boolean hasTask(String sink) throws IOException {
        return process.number(
                        "kafka.connect:type=sink-task-metrics,connector=" + sink + ",task=0", "sink-record-send-total")
                .isPresent();
    }

    /** One of the numbers that the plugin itself shows of its only task; 0 while there is none. */
    double ofPlugin(String connector, String attribute) throws IOException {
        return process.number("kafka.connect:type=plugins,connector=" + connector + ",task=0", attribute)
                .orElse(0);
    }

    /** Seconds of the processor that the worker has taken since it began, in all its threads. */
    double cpuSeconds() {
        return process.cpuSeconds();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
