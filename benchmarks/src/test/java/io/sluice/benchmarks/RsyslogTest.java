package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RsyslogTest {

    @Test
    void theConfigurationNamesFileBrokerAndTopicAndWaitsForAllAcknowledgements() {
        String config = Rsyslog.config(Path.of("home"), Path.of("in", "trades.csv"), "127.0.0.1:9092", "job-1");

        assertThat(config)
                .contains("file=\"in/trades.csv\"", "broker=[\"127.0.0.1:9092\"]", "topic=\"job-1\"", "acks=all")
                .contains("template(name=\"line\" type=\"string\" string=\"%msg%\")")
                .doesNotContain("BROKER", "TOPIC");
    }
}
