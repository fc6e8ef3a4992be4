package io.sluice.source.scan;

/**
 * What a pass met, for metrics.
 *
 * @param directories entered, those that could not be read included
 * @param files known, whether watched or not, and one with several names several times
 * @param specialFiles devices, pipes and sockets, which are ignored
 * @param linksIgnored links that are not followed because {@code followLinks} is off
 * @param problems that stand, new or old
 * @param listings directories listed in this pass
 * @param looks files and directories looked at in this pass
 * @param problemsNotTold new problems of this pass that are not in the result because they are too many
 */
public record ScanCounts(
        int directories,
        int files,
        int specialFiles,
        int linksIgnored,
        int problems,
        int listings,
        int looks,
        int problemsNotTold) {}
