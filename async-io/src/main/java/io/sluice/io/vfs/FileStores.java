package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells file systems on this machine from those on another one. To ask the system means reading its mount table, so the
 * answer is remembered by device. Safe from any thread.
 */
final class FileStores {

    private static final int CAPACITY = 64;

    private static final Set<String> NETWORK = Set.of(
            "9p",
            "afpfs",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "fuse",
            "gfs",
            "gfs2",
            "glusterfs",
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs3",
            "nfs4",
            "ocfs2",
            "orangefs",
            "panfs",
            "prl_fs",
            "pvfs2",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "vboxsf",
            "virtiofs",
            "vmhgfs",
            "webdav");

    private final Map<String, Boolean> networkByDevice = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Whether files in the directory are on another machine, or may be; also when the system does not say. */
    boolean onNetwork(VerifiedDirectory directory) {
        String device = deviceOf(directory.key());
        if (device != null) {
            synchronized (networkByDevice) {
                Boolean known = networkByDevice.get(device);
                if (known != null) {
                    return known;
                }
            }
        }
        boolean network;
        try {
            network = isNetwork(Files.getFileStore(directory.real()).type());
        } catch (IOException e) {
            return true;
        }
        if (device != null) {
            synchronized (networkByDevice) {
                networkByDevice.put(device, network);
            }
        }
        return network;
    }

    /** Counts everything behind a user-space driver as being elsewhere, as most of those drivers lead there. */
    static boolean isNetwork(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return name.startsWith("fuse.") || NETWORK.contains(name);
    }

    static DiskUsage usage(FileStore store) throws IOException {
        return new DiskUsage(store.getTotalSpace(), store.getUsableSpace(), store.type(), isNetwork(store.type()));
    }

    /**
     * The device out of the text {@code (dev=fd00,ino=42)}, which is how the JDK shows a key; null for any other
     * text.
     */
    private static String deviceOf(Object key) {
        String text = String.valueOf(key);
        int comma = text.indexOf(',');
        return text.startsWith("(dev=") && comma > 0 ? text.substring(5, comma) : null;
    }
}
