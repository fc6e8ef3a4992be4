/** Records into windows, exactly once, nothing silently late. Not built yet. */
package io.sluice.streams;
