/**
 * Reading whole files, from first byte to last: small ones in one go, large ones in chunks that are read ahead or mapped,
 * any number of them at once within fixed bounds.
 */
package io.sluice.io.read;
