package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.sluice.sink.ParquetSinkConnector;
import io.sluice.source.FileSourceConnector;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.junit.jupiter.api.Test;

/** The files for Kubernetes, as the API models of Strimzi and of Kubernetes take them: strictly, so that nothing is misspelt. */
class KubernetesFilesTest {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final Map<String, Class<?>> KINDS = Map.of(
            "Kafka", Kafka.class,
            "KafkaNodePool", KafkaNodePool.class,
            "KafkaUser", KafkaUser.class,
            "KafkaTopic", KafkaTopic.class,
            "KafkaConnect", KafkaConnect.class,
            "KafkaConnector", KafkaConnector.class,
            "ConfigMap", ConfigMap.class,
            "Deployment", Deployment.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    /** The Prometheus operator has no model of its API in Java. */
    private static final String POD_MONITOR = "PodMonitor";

    private static List<JsonNode> documents() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Path file : Shipped.files("kubernetes", ".yaml")) {
            try (MappingIterator<JsonNode> parts =
                    YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                documents.addAll(parts.readAll());
            }
        }
        return documents;
    }

    private static <T> List<T> all(Class<T> kind) throws IOException {
        List<T> found = new ArrayList<>();
        for (JsonNode document : documents()) {
            if (KINDS.get(document.path("kind").asText()) == kind) {
                found.add(YAML.treeToValue(document, kind));
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    @Test
    void everyFieldOfEveryResourceIsOneThatItsModelHas() throws Exception {
        List<JsonNode> documents = documents();
        assertThat(documents).hasSizeGreaterThan(10);
        for (JsonNode document : documents) {
            String kind = document.path("kind").asText();
            if (!kind.equals(POD_MONITOR)) {
                assertThat(KINDS).containsKey(kind);
                List<String> unknown = new ArrayList<>();
                unknown(YAML.treeToValue(document, KINDS.get(kind)), kind, unknown);
                assertThat(unknown)
                        .as(kind + " " + document.at("/metadata/name"))
                        .isEmpty();
            }
        }
    }

    @Test
    void aMisspeltFieldWouldBeNoticed() throws Exception {
        List<String> unknown = new ArrayList<>();
        unknown(
                YAML.readValue(
                        "kind: KafkaConnect\nspec: {replica: 2, template: {pod: {volume: []}}}", KafkaConnect.class),
                "KafkaConnect",
                unknown);

        assertThat(unknown).anyMatch(text -> text.contains("replica")).anyMatch(text -> text.contains("volume"));
    }

    /** The models keep what they do not know in a map; this looks into all of those maps. */
    private static void unknown(Object value, String path, List<String> found) throws ReflectiveOperationException {
        if (value instanceof Iterable<?> many) {
            for (Object one : many) {
                unknown(one, path + "[]", found);
            }
            return;
        }
        if (value == null
                || !value.getClass().getName().matches("io\\.(strimzi|fabric8)\\..*")
                || value instanceof Enum) {
            return;
        }
        for (Method method : value.getClass().getMethods()) {
            if (!method.getName().startsWith("get") || method.getParameterCount() > 0 || method.isBridge()) {
                continue;
            }
            if (method.getName().equals("getAdditionalProperties")) {
                if (method.invoke(value) instanceof Map<?, ?> others) {
                    others.keySet().forEach(key -> found.add(path + "." + key));
                }
            } else if (!method.getDeclaringClass().equals(Object.class)) {
                unknown(method.invoke(value), path + "." + method.getName().substring(3), found);
            }
        }
    }

    @Test
    void theConnectorsFindNothingWrongWithTheirs() throws IOException {
        for (KafkaConnector resource : all(KafkaConnector.class)) {
            Map<String, String> config = new TreeMap<>();
            resource.getSpec().getConfig().forEach((key, value) -> config.put(key, String.valueOf(value)));
            config.put("name", resource.getMetadata().getName());
            config.put("connector.class", resource.getSpec().getClassName());
            config.put("tasks.max", String.valueOf(resource.getSpec().getTasksMax()));
            Connector connector = resource.getSpec().getClassName().equals(FileSourceConnector.class.getName())
                    ? new FileSourceConnector()
                    : new ParquetSinkConnector();

            assertThat(resource.getSpec().getClassName())
                    .isEqualTo(connector.getClass().getName());
            List<String> errors = connector.validate(config).configValues().stream()
                    .map(ConfigValue::errorMessages)
                    .flatMap(List::stream)
                    .toList();
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void workersAreExactlyOnceAndTheGroupIsTheOneThatTheRightsName() throws IOException {
        KafkaConnect connect = all(KafkaConnect.class).get(0);

        assertThat(connect.getSpec().getConfig()).containsEntry("exactly.once.source.support", "enabled");
        KafkaUser user = all(KafkaUser.class).stream()
                .filter(candidate -> candidate.getMetadata().getName().equals("connect"))
                .findAny()
                .orElseThrow();
        String rights = YAML.writeValueAsString(user);
        assertThat(rights)
                .contains(
                        "connect-cluster-" + connect.getSpec().getGroupId(),
                        connect.getSpec().getGroupId() + "-");
    }

    @Test
    void theAppIsConfiguredAsEverywhereButForItsLogin() throws IOException {
        Properties inCluster = new Properties();
        inCluster.load(new StringReader(all(ConfigMap.class).get(0).getData().get("bars.properties")));
        Map<String, String> everywhere = Shipped.properties("app/bars.properties");

        everywhere.remove("bootstrap.servers");
        everywhere.forEach(
                (key, value) -> assertThat(inCluster.getProperty(key)).as(key).isEqualTo(value));
        Set<String> further = new TreeSet<>(inCluster.stringPropertyNames());
        further.removeAll(everywhere.keySet());
        assertThat(further).allMatch(key -> key.startsWith("kafka.s") || key.equals("bootstrap.servers"));
    }

    @Test
    void probesAskWhatTheAppAnswersAndNothingRunsAsRoot() throws IOException {
        Deployment app = all(Deployment.class).get(0);
        var pod = app.getSpec().getTemplate().getSpec();
        var container = pod.getContainers().get(0);

        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(app.getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void podMonitorsSelectPodsAndPortsThatAreThere() throws IOException {
        List<JsonNode> monitors = documents().stream()
                .filter(document -> document.path("kind").asText().equals(POD_MONITOR))
                .toList();
        assertThat(monitors).hasSize(2);
        for (JsonNode monitor : monitors) {
            assertThat(monitor.path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
            assertThat(monitor.at("/spec").propertyStream().map(Map.Entry::getKey))
                    .isSubsetOf("jobLabel", "selector", "podMetricsEndpoints");
            assertThat(monitor.at("/spec/podMetricsEndpoints/0")
                            .propertyStream()
                            .map(Map.Entry::getKey))
                    .isSubsetOf("port", "path", "relabelings");
        }
        Deployment app = all(Deployment.class).get(0);
        JsonNode ofApp = monitors.get(1).path("spec");
        assertThat(app.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("app", ofApp.at("/selector/matchLabels/app").asText());
        assertThat(app.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts())
                .anyMatch(port -> port.getName()
                        .equals(ofApp.at("/podMetricsEndpoints/0/port").asText()));
    }
}
