#!/bin/sh
# What Connect, the app and readers may do on a cluster with an authorizer, and not more. Run by an administrator:
#   KAFKA=/opt/kafka/bin BROKERS=broker-1:9093 ADMIN=admin.properties deploy/secured/acls.sh
# The names are those of deploy/connect (group.id sluice-connect) and deploy/app (application.id bars).
set -eu
grant() {
  "${KAFKA:-/opt/kafka/bin}/kafka-acls.sh" --bootstrap-server "$BROKERS" --command-config "$ADMIN" --add "$@"
}

# The workers' own group and topics.
grant --allow-principal User:connect --operation Read --group sluice-connect
grant --allow-principal User:connect --operation Create --operation Describe --operation DescribeConfigs --operation Read --operation Write --topic sluice-connect- --resource-pattern-type prefixed
# Exactly-once: the leader's transactions, and those of source tasks, GROUP-CONNECTOR-TASK, which the leader fences.
grant --allow-principal User:connect --operation Describe --operation Write --transactional-id connect-cluster-sluice-connect
grant --allow-principal User:connect --operation Describe --operation Write --transactional-id sluice-connect- --resource-pattern-type prefixed
grant --allow-principal User:connect --operation IdempotentWrite --cluster kafka-cluster
# Sinks: the group connect-NAME of each; Delete is for resetting offsets.
grant --allow-principal User:connect --operation Read --operation Delete --group connect- --resource-pattern-type prefixed
# What connectors write and read.
grant --allow-principal User:connect --operation Create --operation Describe --operation DescribeConfigs --operation Read --operation Write --topic trades --resource-pattern-type prefixed
grant --allow-principal User:connect --operation Create --operation Describe --operation DescribeConfigs --operation Read --operation Write --topic bars --resource-pattern-type prefixed

# The app: its input, what begins with its application.id (results, internal topics, group, transactions).
grant --allow-principal User:bars --operation Describe --operation Read --topic trades
grant --allow-principal User:bars --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write --topic bars --resource-pattern-type prefixed
grant --allow-principal User:bars --operation Describe --operation Read --operation Delete --group bars --resource-pattern-type prefixed
grant --allow-principal User:bars --operation Describe --operation Write --transactional-id bars --resource-pattern-type prefixed
grant --allow-principal User:bars --operation IdempotentWrite --cluster kafka-cluster

# A reader of results, and of lags.
grant --allow-principal User:reader --operation Describe --operation Read --topic bars --resource-pattern-type prefixed
grant --allow-principal User:reader --operation Describe --operation Read --topic trades
grant --allow-principal User:reader --operation Read --group read- --resource-pattern-type prefixed
