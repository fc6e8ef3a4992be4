/**
 * Breaks a running pipeline by a schedule, and then proves that it has lost and doubled nothing. {@code Schedule} says what is done
 * and when, {@code Deeds} does it, {@code Operator} looks after what is broken as an operator would, {@code Watch} measures how soon
 * the pipeline moves again, {@code ChaosAudit} compares.
 */
package io.sluice.deploy.command.chaos;
