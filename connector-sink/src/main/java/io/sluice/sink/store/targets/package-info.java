/**
 * Where the objects of a data set are: {@link io.sluice.sink.store.targets.Target} is what the store asks of a place,
 * {@link io.sluice.sink.store.targets.LocalTarget} the file system. Knows nothing of logs, keys or rows.
 */
package io.sluice.sink.store.targets;
