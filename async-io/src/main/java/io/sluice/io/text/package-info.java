/** Bytes into lines and lines into characters, with the byte positions kept true. */
package io.sluice.io.text;
