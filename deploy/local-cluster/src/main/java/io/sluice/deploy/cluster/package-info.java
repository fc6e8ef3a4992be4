/** A real broker and real Connect workers on this machine, without Docker. */
package io.sluice.deploy.cluster;
