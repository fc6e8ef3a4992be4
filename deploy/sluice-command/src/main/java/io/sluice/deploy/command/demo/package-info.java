/** {@code sluice demo}: the whole path in one command, with an audit at its end. */
package io.sluice.deploy.command.demo;
