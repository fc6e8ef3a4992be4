package io.sluice.streams.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The one call of a schema registry that writing takes: registering a schema, which gives its id, also if it is there
 * already. In Confluent's interface, which Confluent's, Apicurio's ({@code …/apis/ccompat/v7}), Karapace's and Redpanda's
 * registries have. Called while the application starts, by the thread that starts it; never by a stream thread.
 */
final class SchemaRegistry {
    static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";

    private final URI root;
    private final Optional<String> userAndPassword;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /**
     * @param root the registry's address, up to what precedes {@code /subjects}
     * @param userAndPassword for basic authentication, with a colon between
     */
    SchemaRegistry(URI root, Optional<String> userAndPassword) {
        this.root = root;
        this.userAndPassword = userAndPassword;
    }

    /**
     * Registers the schema of a topic's values.
     *
     * @return the schema's id
     * @throws ConfigMistake if the registry refuses the schema
     * @throws IOException if the registry does not answer, or not as one does
     */
    int register(String topic, String schema) throws IOException, InterruptedException {
        String subject = URLEncoder.encode(topic + "-value", StandardCharsets.UTF_8);
        URI address = URI.create(root.toString().replaceAll("/+$", "") + "/subjects/" + subject + "/versions");
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Content-Type", TYPE)
                .header("Accept", TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(Map.of("schema", schema))));
        userAndPassword.ifPresent(words -> request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))));
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "the schema registry at " + root + " does not answer (" + e
                            + "); look at schema.registry.url, or start again when it does",
                    e);
        }
        if (response.statusCode() == 409 || response.statusCode() == 422) {
            throw new ConfigMistake(
                    "output.format",
                    "avro",
                    "the schema registry refuses the schema of topic '" + topic + "': " + shortened(response.body())
                            + "; write to another output.topic, or change the registry's compatibility");
        }
        if (response.statusCode() != 200) {
            throw new IOException("the schema registry at " + address + " answered " + response.statusCode() + ": "
                    + shortened(response.body()) + "; look at schema.registry.url and schema.registry.auth");
        }
        JsonNode id = json.readTree(response.body()).path("id");
        if (!id.canConvertToInt() || !id.isIntegralNumber()) {
            throw new IOException("the schema registry at " + address + " answered without an id: "
                    + shortened(response.body()) + "; look at schema.registry.url");
        }
        return id.intValue();
    }

    private static String shortened(String body) {
        return body.length() > 500 ? body.substring(0, 500) + "…" : body.strip();
    }
}
