/** {@code sluice doctor}: whether this machine can run Sluice, and what to do where it cannot. */
package io.sluice.deploy.command.doctor;
