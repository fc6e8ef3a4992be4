/** Market data that is made up: the same for the same seed, written as a market's recorder writes it. */
package io.sluice.deploy.command.feed;
