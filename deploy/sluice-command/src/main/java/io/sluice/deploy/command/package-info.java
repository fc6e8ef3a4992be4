/**
 * The {@code sluice} command. {@link io.sluice.deploy.command.Sluice} is its main class; every subcommand has a package
 * of its own below this one and is registered in {@code SluiceCommand}, and knows nothing of
 * this package.
 */
package io.sluice.deploy.command;
