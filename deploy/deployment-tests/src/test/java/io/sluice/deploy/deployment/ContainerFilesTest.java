package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sink.ParquetSinkConnector;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be told of container files and units where there is neither Docker nor systemd: that what they name is there. */
class ContainerFilesTest {
    private static final Path DOCKER = Shipped.DEPLOY.resolve("docker");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ");

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> compose() throws IOException {
        try (Reader reader = Files.newBufferedReader(DOCKER.resolve("compose.yml"))) {
            return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }

    @Test
    void composeHasWhatItSaysAndWaitsOnlyForWhatIsThere() throws IOException {
        Map<String, Object> compose = compose();
        Map<String, Object> services = map(compose.get("services"));

        assertThat(services)
                .containsKeys(
                        "broker-1",
                        "broker-2",
                        "broker-3",
                        "worker-1",
                        "worker-2",
                        "app-1",
                        "app-2",
                        "s3",
                        "prometheus",
                        "grafana");
        services.forEach((name, service) -> {
            Map<String, Object> keys = map(service);
            assertThat(keys).as(name).containsKey("image");
            if (keys.containsKey("depends_on")) {
                assertThat(services.keySet())
                        .as(name)
                        .containsAll(map(keys.get("depends_on")).keySet());
            }
        });
        String brokers = String.valueOf(
                map(map(services.get("worker-1")).get("environment")).get("CONNECT_bootstrap_servers"));
        for (String broker : brokers.split(",")) {
            assertThat(services).containsKey(broker.substring(0, broker.indexOf(':')));
        }
    }

    @Test
    void everyFileThatComposeMountsIsThere() throws IOException {
        Matcher matcher =
                Pattern.compile("(?m)- (\\.{1,2}/[^:]+):").matcher(Files.readString(DOCKER.resolve("compose.yml")));
        int mounts = 0;
        while (matcher.find()) {
            mounts++;
            assertThat(DOCKER.resolve(matcher.group(1)).normalize()).exists();
        }
        assertThat(mounts).isGreaterThan(4);
    }

    @Test
    void imagesCopyWhatTheBuildMakesAndDoNotRunAsRoot() throws IOException {
        for (Path file : Shipped.files("docker", ".Dockerfile")) {
            String text = Files.readString(file);
            Matcher matcher = COPY.matcher(text);
            int copies = 0;
            while (matcher.find()) {
                copies++;
                String source = matcher.group(1);
                if (source.contains("/target/")) {
                    assertThat(source)
                            .matches(
                                    "(connector-source|connector-sink)/target/\\*-plugin\\.zip|streams-app/target/\\*-app\\.zip");
                } else {
                    assertThat(Shipped.DEPLOY.resolve("..").resolve(source).normalize())
                            .exists();
                }
            }
            assertThat(copies).isGreaterThan(1);
            // What is fetched is fetched by a tool that compares checksums.
            assertThat(text).doesNotContainPattern("(?m)^ADD ");
            String last = text.substring(text.lastIndexOf("\nUSER "));
            assertThat(last).doesNotStartWith("\nUSER root").contains("HEALTHCHECK", "ENTRYPOINT");
        }
    }

    @Test
    void theConnectorsOfComposeAreValid() throws IOException {
        Map<String, String> sink = Shipped.config(DOCKER.resolve("connectors/trades-to-s3.json"));

        List<String> errors = new ParquetSinkConnector()
                .validate(sink).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();

        assertThat(errors).isEmpty();
        assertThat(Shipped.config(DOCKER.resolve("connectors/line-chunks.json")))
                .isEqualTo(Shipped.config(Shipped.DEPLOY.resolve("connect/connectors/line-chunks.json")));
    }

    @Test
    void theAppInComposeDiffersInItsBrokersOnly() throws IOException {
        Map<String, String> everywhere = new TreeMap<>(Shipped.properties("app/bars.properties"));
        Map<String, String> here = new TreeMap<>(Shipped.properties("docker/bars.properties"));

        everywhere.remove("bootstrap.servers");
        here.remove("bootstrap.servers");

        assertThat(here).isEqualTo(everywhere);
    }

    @Test
    void prometheusScrapesServicesThatComposeHas() throws IOException {
        Map<String, Object> services = map(compose().get("services"));
        Matcher targets = Pattern.compile("\"([a-z0-9-]+):(9404|7070)\"")
                .matcher(Files.readString(Shipped.DEPLOY.resolve("monitoring/prometheus.yml")));
        int count = 0;
        while (targets.find()) {
            count++;
            assertThat(services).containsKey(targets.group(1));
        }
        assertThat(count).isEqualTo(4);
    }

    @Test
    void unitsStartWhatTheArchivesHold() throws IOException {
        Path app = Shipped.DEPLOY
                .resolve("../streams-app/src/app/bin/sluice-streams")
                .normalize();
        assertThat(app).exists();
        assertThat(Files.readString(Shipped.DEPLOY.resolve("systemd/sluice-streams@.service")))
                .contains("ExecStart=/opt/sluice/streams-app/bin/sluice-streams /etc/sluice/%i.properties")
                .contains("User=sluice");
        assertThat(Files.readString(Shipped.DEPLOY.resolve("systemd/sluice-connect.service")))
                .contains("connect-distributed.sh /etc/sluice/distributed.properties")
                .contains("User=sluice");
        assertThat(Shipped.DEPLOY.resolve("connect/workers/distributed.properties"))
                .exists();
    }
}
