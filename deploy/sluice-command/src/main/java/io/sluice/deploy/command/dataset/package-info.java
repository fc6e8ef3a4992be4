/** {@code sluice dataset}: looks at data sets of the sink, proves them sound, tidies them up and moves them. */
package io.sluice.deploy.command.dataset;
