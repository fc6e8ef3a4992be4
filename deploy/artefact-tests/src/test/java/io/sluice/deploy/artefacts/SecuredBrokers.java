package io.sluice.deploy.artefacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Brokers that ask who is there, and let nobody do what no rule allows. With PLAIN, as users of SCRAM can only be made when
 * brokers run; the rules are the same.
 */
final class SecuredBrokers {
    private static final String SECRET = "-secret";

    private SecuredBrokers() {}

    static Map<String, String> overrides() {
        StringBuilder login = new StringBuilder(jaas("admin"));
        login.setLength(login.length() - 1);
        for (String user : List.of("admin", "connect", "bars", "reader")) {
            login.append(" user_")
                    .append(user)
                    .append("=\"")
                    .append(user)
                    .append(SECRET)
                    .append('"');
        }
        return Map.of(
                "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                        login.append(';').toString(),
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // Nobody asks who is there on the controllers' listener, where only brokers come.
                "super.users", "User:admin;User:ANONYMOUS");
    }

    /** How a user gets in. */
    static Map<String, String> client(String user) {
        return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas(user));
    }

    /** The same for every kind of client that a worker has. */
    static Map<String, String> worker(String user) {
        Map<String, String> all = new HashMap<>();
        for (String prefix : List.of("", "producer.", "consumer.", "admin.")) {
            client(user).forEach((key, value) -> all.put(prefix + key, value));
        }
        return all;
    }

    private static String jaas(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + user + SECRET + "\";";
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
