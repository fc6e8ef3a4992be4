/** What a record holds: chunk headers and reassembly, declared row schemas, CSV and JSON-lines rows. */
package io.sluice.record;
