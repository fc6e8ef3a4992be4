/**
 * Files that come into being whole: written where no reader looks, made durable, then put in place in one step.
 * {@link io.sluice.io.publish.Publisher} opens them.
 */
package io.sluice.io.publish;
