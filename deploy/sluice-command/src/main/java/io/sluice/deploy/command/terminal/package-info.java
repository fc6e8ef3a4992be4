/** What commands show on a terminal while they work. */
package io.sluice.deploy.command.terminal;
