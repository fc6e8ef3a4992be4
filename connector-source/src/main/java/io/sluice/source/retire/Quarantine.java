package io.sluice.source.retire;

import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.scan.ScanRoot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files out of sight for the moment in which they are looked at for the last time, and gives them back. A name cannot be
 * removed on the condition that it still means the same file; but once it was renamed to where nobody else goes, what it means
 * cannot be replaced any more. Owned by the retirement's thread.
 */
final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.source.files");

    private final Vfs vfs;

    Quarantine(Vfs vfs) {
        this.vfs = vfs;
    }

    /** In one step, whatever the name means at that moment. */
    void take(Place place) throws IOException {
        Directories.create(vfs, place.hidden().getParent());
        vfs.replace(place.original(), place.hidden());
    }

    boolean holds(Place place) throws IOException {
        try {
            FileStat unused = vfs.statLink(place.hidden());
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes a file for good. Returns normally only if it is not there any more. */
    void remove(Place place) throws IOException {
        try {
            vfs.delete(place.hidden());
        } catch (IOException e) {
            if (holds(place)) {
                throw e;
            }
        }
    }

    /** Gives a file back its name, or if that means something else by now, one like it. Does nothing if it is not there. */
    void giveBack(Place place) throws IOException {
        if (!holds(place)) {
            return;
        }
        FileStat hidden = vfs.statLink(place.hidden());
        Path directory = place.original().getParent();
        Directories.create(vfs, directory);
        for (Path name :
                new TargetNames(directory, place.original().getFileName().toString(), "")) {
            if (isFree(name, hidden)) {
                putAt(place, name);
                break;
            }
        }
        cleanUp(place);
    }

    /** Whether nothing is there, or the very file. */
    private boolean isFree(Path name, FileStat file) throws IOException {
        try {
            return vfs.statLink(name).sameFile(file);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Both names at first, so that it has one whatever happens, then the one. */
    private void putAt(Place place, Path name) throws IOException {
        try {
            vfs.link(place.hidden(), name);
            vfs.syncDirectory(name.getParent());
            vfs.delete(place.hidden());
        } catch (FileAlreadyExistsException e) {
            if (!vfs.statLink(name).sameFile(vfs.statLink(place.hidden()))) {
                throw e;
            }
            vfs.syncDirectory(name.getParent());
            vfs.delete(place.hidden());
        } catch (FileSystemException e) {
            // There may be no second names here.
            if (holds(place)) {
                vfs.rename(place.hidden(), name);
            }
        }
        if (!name.equals(place.original())) {
            LOG.warn("{} is taken by another file, so what was there is given back as {}", place.original(), name);
        }
    }

    /** Makes what was done to both directories outlast a crash, and leaves no empty directory. */
    void settle(Place place) {
        try {
            vfs.syncDirectory(place.original().getParent());
            vfs.syncDirectory(place.hidden().getParent());
        } catch (IOException e) {
            // If a crash undoes it, the file is back as it was, known as read, and is retired once more.
            LOG.warn("{} was retired, but a loss of power may bring it back for a while", place.original(), e);
        }
        cleanUp(place);
    }

    private void cleanUp(Place place) {
        Path top = Place.directoryOf(place.root());
        try {
            for (Path at = place.hidden().getParent(); !at.equals(top); at = at.getParent()) {
                vfs.delete(at);
            }
        } catch (IOException e) {
            // An empty directory that nobody looks into.
            LOG.debug("{} is left behind", place.hidden().getParent(), e);
        }
    }

    /** Gives back what someone left who was ended half way: it is read on from where it was read to, and retired again. */
    void recover(ScanRoot root, Predicate<Path> isOurs) throws IOException {
        List<Path> inodes = list(Place.directoryOf(root));
        for (Path inode : inodes) {
            for (Path file : filesBelow(inode)) {
                Place place = Place.found(root, file);
                if (isOurs.test(place.original())) {
                    LOG.info("{} was being taken away when its task ended: it is given back", place.original());
                    giveBack(place);
                }
            }
        }
    }

    private List<Path> filesBelow(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path entry : list(directory)) {
            if (vfs.statLink(entry).isDirectory()) {
                files.addAll(filesBelow(entry));
            } else {
                files.add(entry);
            }
        }
        return files;
    }

    private List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Vfs.Listing listing = vfs.list(directory)) {
            for (Path next = listing.next(); next != null; next = listing.next()) {
                entries.add(next);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return entries;
    }
}
