package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Brokers that speak over TLS only, ask who is there, and let nobody do what no rule allows; and the shipped additions to clients'
 * properties, with nothing changed but where their files are. Immutable, but for the directory.
 */
final class SecuredBrokers {
    private static final Path SHIPPED = Path.of("..", "secured");
    /** Of everybody. */
    static final String PASSWORD = "change-me";

    private static final String KEY_STORE = "broker.p12";
    private static final String CERTIFICATE = "ca.crt";

    private final Path directory;

    private SecuredBrokers(Path directory) {
        this.directory = directory;
    }

    /** Makes a key pair for 127.0.0.1, its certificate, and the secrets, in a new directory. */
    static SecuredBrokers in(Path directory) throws IOException, InterruptedException {
        Files.createDirectory(directory);
        Path store = directory.resolve(KEY_STORE);
        keytool(
                directory,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        keytool(
                directory,
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                directory.resolve(CERTIFICATE).toString());
        Files.writeString(directory.resolve("secrets.properties"), "connect=" + PASSWORD + "\n");
        return new SecuredBrokers(directory);
    }

    private static void keytool(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        Path said = directory.resolve("keytool.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    Map<String, String> overrides() {
        Map<String, String> broker = new HashMap<>(tls());
        broker.put("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT");
        broker.put("ssl.keystore.type", "PKCS12");
        broker.put("ssl.keystore.location", directory.resolve(KEY_STORE).toString());
        broker.put("ssl.keystore.password", PASSWORD);
        // PLAIN is for the brokers themselves and who makes SCRAM's users, which can only be made when brokers run.
        broker.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        broker.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        String login = plain();
        broker.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                login.substring(0, login.length() - 1) + " user_admin=\"" + PASSWORD + "\";");
        broker.put(
                "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        broker.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // Nobody asks who is there on the controllers' listener, where only brokers come.
        broker.put("super.users", "User:admin;User:ANONYMOUS");
        return broker;
    }

    /** How an administrator gets in. */
    Map<String, String> administrator() {
        Map<String, String> client = new HashMap<>(tls());
        client.put("security.protocol", "SASL_SSL");
        client.put("sasl.mechanism", "PLAIN");
        client.put("sasl.jaas.config", plain());
        return client;
    }

    private static String plain() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\""
                + PASSWORD + "\";";
    }

    private Map<String, String> tls() {
        return Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", certificate());
    }

    /** Whom clients trust. */
    String certificate() {
        return directory.resolve(CERTIFICATE).toString();
    }

    /** The users that the shipped files name. */
    static List<UserScramCredentialAlteration> users() {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        return Stream.of("connect", "bars", "reader")
                .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(user, scram, PASSWORD))
                .toList();
    }

    /** What a shipped file adds. */
    Map<String, String> shipped(String file) throws IOException {
        Properties properties = new Properties();
        properties.load(
                new StringReader(Files.readString(SHIPPED.resolve(file)).replace("/etc/sluice", directory.toString())));
        Map<String, String> additions = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> additions.put(key, properties.getProperty(key)));
        assertThat(additions).as(file).isNotEmpty();
        return additions;
    }

    /** The rules that a script for {@code kafka-acls.sh} grants. */
    static List<AclBinding> granted(Path script) throws IOException {
        List<AclBinding> rules = new ArrayList<>();
        for (String line : Files.readAllLines(script)) {
            if (line.startsWith("grant --")) {
                rules.addAll(rules(line.substring("grant ".length())));
            }
        }
        return rules;
    }

    private static List<AclBinding> rules(String line) {
        String principal = "";
        ResourceType type = ResourceType.UNKNOWN;
        String name = "";
        PatternType pattern = PatternType.LITERAL;
        List<AclOperation> operations = new ArrayList<>();
        String[] words = line.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--allow-principal" -> principal = value;
                case "--operation" ->
                    operations.add(AclOperation.fromString(
                            value.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT)));
                case "--topic", "--group", "--transactional-id", "--cluster" -> {
                    type = ResourceType.fromString(
                            words[i].substring(2).replace('-', '_').toUpperCase(Locale.ROOT));
                    name = value;
                }
                case "--resource-pattern-type" -> pattern = PatternType.fromString(value.toUpperCase(Locale.ROOT));
                default -> throw new AssertionError("not understood: " + words[i] + " in " + line);
            }
        }
        List<AclBinding> rules = new ArrayList<>();
        for (AclOperation operation : operations) {
            rules.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
        }
        return rules;
    }
}
