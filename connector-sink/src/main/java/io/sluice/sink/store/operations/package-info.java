/**
 * What an operator does with a data set: look ({@link io.sluice.sink.store.operations.Inspection}), prove it sound ({@link
 * io.sluice.sink.store.operations.Verification}), finish and tidy up ({@link
 * io.sluice.sink.store.operations.Repair}), move it ({@link io.sluice.sink.store.operations.Migration}). A library: the commands
 * print what these return. All of it blocks on the caller's thread.
 */
package io.sluice.sink.store.operations;
