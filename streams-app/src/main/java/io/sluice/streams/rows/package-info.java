/** Records in, rows out: what a record of any accepted format holds, or why it is not accepted. */
package io.sluice.streams.rows;
