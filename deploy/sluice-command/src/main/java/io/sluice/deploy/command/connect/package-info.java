/** Commands about a Connect cluster, which may be anywhere: they know its REST interface only. */
package io.sluice.deploy.command.connect;
