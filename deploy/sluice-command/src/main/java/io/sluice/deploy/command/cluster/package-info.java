/** {@code sluice cluster}: a local Kafka cluster from the command line. */
package io.sluice.deploy.command.cluster;
