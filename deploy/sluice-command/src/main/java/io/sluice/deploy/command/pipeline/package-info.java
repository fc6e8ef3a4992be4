/**
 * What a {@code pipeline.yaml} says, and the topics, connectors and application that are made from it. Knows no cluster: what
 * is made here runs on any.
 */
package io.sluice.deploy.command.pipeline;
