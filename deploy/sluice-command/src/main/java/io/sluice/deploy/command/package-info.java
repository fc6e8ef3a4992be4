/** The sluice command. */
package io.sluice.deploy.command;
