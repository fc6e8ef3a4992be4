package io.sluice.io.tree;

/** What a {@link TreeWalk} does about symbolic links. */
public enum LinkPolicy {
    /** Reports a link as a link. */
    REPORT,
    /** Reports what a link leads to and walks into a directory behind it, unless that is one the walk is inside of. */
    FOLLOW
}
