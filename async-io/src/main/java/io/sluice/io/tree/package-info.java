/** Whole directory trees: making them durable, walking them with few open handles, removing them without leaving them. */
package io.sluice.io.tree;
