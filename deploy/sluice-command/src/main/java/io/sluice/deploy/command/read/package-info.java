/** {@code sluice read-compare}: four ways to read a directory, side by side. */
package io.sluice.deploy.command.read;
