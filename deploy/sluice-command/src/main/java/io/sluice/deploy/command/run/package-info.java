/** Runs a pipeline on this machine: a broker, a worker with the plugins from their archives, and the application from its. */
package io.sluice.deploy.command.run;
