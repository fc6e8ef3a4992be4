/** Compares directories that were read with the data sets that came of them. */
package io.sluice.deploy.command.verify;
