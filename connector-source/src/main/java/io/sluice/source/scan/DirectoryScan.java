package io.sluice.source.scan;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Finds the files below the roots, pass for pass. The first pass lists every directory; later ones look at what may have
 * changed, as {@link ScanPace} says, which also says how soon a user may count on a new file and on an append being seen.
 *
 * <p>A directory is not listed again while its time of change stands still, as no name in it can come, go or change its
 * file without moving that. Two things make the time lie, and both are met: clocks with coarse steps, by listing for a
 * while after each change, timed by this process's own clock; and file systems that do not keep it, by listing
 * everything once in a while.
 *
 * <p>Nothing that fails ends a pass but a limit of the settings, an interrupt and a closed file system. The owner calls
 * {@link #scan} from one thread at a time, at the interval of the settings, and closes it.
 */
public final class DirectoryScan implements AutoCloseable {

    /** So that a pass is not held up by watching; what is left has its turn in the next one. */
    private static final int MOST_WATCHED_IN_A_PASS = 256;

    private final Vfs vfs;
    private final ScanSettings settings;
    private final PathRules rules;
    private final WatchedFiles watched;
    private final ChangeHints hints;
    private final FileIndex index;
    private final PassNotes notes = new PassNotes();
    private final List<DirectoryNode> roots = new ArrayList<>();
    private final Map<Path, DirectoryNode> hinted = new HashMap<>();
    private boolean wantsLook;

    /**
     * @param watched which files are handed out
     * @param hints closed with the scan
     */
    public DirectoryScan(Vfs vfs, ScanSettings settings, WatchedFiles watched, ChangeHints hints) {
        this.vfs = vfs;
        this.settings = settings;
        this.rules = new PathRules(settings.names());
        this.watched = watched;
        this.hints = hints;
        this.index = new FileIndex(settings.order());
        for (ScanRoot root : settings.roots()) {
            roots.add(new DirectoryNode(root, null, root.directory(), new String[0]));
            index.addRoot();
        }
    }

    /**
     * Makes a pass over all roots.
     *
     * @throws ScanLimitException if there is more than the settings allow
     * @throws java.io.InterruptedIOException if the thread is interrupted, which it still is; the next pass goes on
     */
    public ScanResult scan() throws IOException {
        takeHints();
        wantsLook = false;
        notes.begin();
        index.begin();
        ScanPass pass = new ScanPass(vfs, settings, rules, watched, index, notes);
        for (DirectoryNode root : roots) {
            boolean unused = pass.visit(root);
        }
        ScanResult result = notes.result(index.difference(roots, notes), index.fileCount());
        watchQuiet();
        return result;
    }

    /**
     * Whether hints came in that make a pass worthwhile before its time. Never waits, and does not touch the file
     * system. A directory gives one hint and then none until it was quiet for a while, so passes are bounded too.
     */
    public boolean wantsLook() {
        takeHints();
        return wantsLook;
    }

    private void takeHints() {
        for (ChangeHints.Hint hint : hints.poll()) {
            DirectoryNode node = hinted.remove(hint.directory());
            if (node == null || node.dropped) {
                continue;
            }
            node.hinted = false;
            wantsLook = true;
            for (DirectoryEntry entry : node.entries.values()) {
                if (hint.names() == null
                        || hint.names().contains(entry.path.getFileName().toString())) {
                    entry.active |= entry.watched;
                }
            }
        }
    }

    /** Asks for hints of the directories whose files are not looked at in the next pass. */
    private void watchQuiet() {
        if (hinted.isEmpty() && !hints.mayWatchMore()) {
            return;
        }
        for (Iterator<DirectoryNode> it = hinted.values().iterator(); it.hasNext(); ) {
            DirectoryNode node = it.next();
            if (node.dropped) {
                hints.forget(node.path);
                it.remove();
            }
        }
        int left = MOST_WATCHED_IN_A_PASS;
        for (DirectoryNode node : notes.settled()) {
            if (left == 0 || !hints.mayWatchMore()) {
                return;
            }
            if (!node.hinted && !node.dropped && node.isQuiet()) {
                left--;
                if (hints.watch(node.root, node.path)) {
                    node.hinted = true;
                    hinted.put(node.path, node);
                }
            }
        }
    }

    /** Ends the hints. */
    @Override
    public void close() throws IOException {
        hints.close();
    }
}
