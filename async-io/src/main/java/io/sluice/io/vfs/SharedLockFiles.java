package io.sluice.io.vfs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * The one map of lock files in this process, found by every copy of this class, whatever class loader it came from: in the
 * platform's MBean server, which they all share. The MBean is a list with the map in it, seen as an {@link Iterable}: a type
 * of the JDK that keeps no class loader from being unloaded, and without attributes that a monitoring agent would read.
 * The number in its name changes whenever the layout of the map does.
 *
 * <p>Starting the MBean server takes a tenth of a second, so it is done by the first lock file and by no one else.
 */
final class SharedLockFiles {

    static final String NAME = "io.sluice:type=LockFiles,layout=2";

    /** A property that says that there is such a map, for those who would not start an MBean server to find out. */
    private static final String SIGN = "io.sluice.lock-files";

    private SharedLockFiles() {}

    /** Whether any lock file was ever opened in this process. Costs one look at a property. */
    static boolean exist() {
        return System.getProperty(SIGN) != null;
    }

    static ConcurrentMap<String, Map<String, Object>> ofThisProcess() throws IOException {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName(NAME);
            if (!server.isRegistered(name)) {
                register(server, name);
            }
            // Each time, as whoever replaces the system's properties loses it.
            System.setProperty(SIGN, NAME);
            return inside(server, name);
        } catch (JMException e) {
            throw new IOException(
                    "the lock files of this process are not to be had from its MBean server as " + NAME, e);
        }
    }

    private static void register(MBeanServer server, ObjectName name) throws JMException {
        Iterable<?> files = List.of(new ConcurrentHashMap<String, Map<String, Object>>());
        try {
            server.registerMBean(new StandardMBean(files, Iterable.class), name);
        } catch (InstanceAlreadyExistsException raced) {
            // By another thread, or another copy of this class: then that one's is the one.
        }
    }

    @SuppressWarnings("unchecked") // What has this name is only ever made here.
    private static ConcurrentMap<String, Map<String, Object>> inside(MBeanServer server, ObjectName name)
            throws JMException {
        Iterator<?> files = (Iterator<?>) server.invoke(name, "iterator", null, null);
        return (ConcurrentMap<String, Map<String, Object>>) files.next();
    }
}
