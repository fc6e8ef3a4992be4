package io.sluice.io.read;

import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Another file system with a test's hand in it: counts what is open and in flight, and lets a test fail, cut or delay any
 * call. Any thread.
 */
final class HookedVfs {

    /** Called before each call of the file system and of its files; may throw what the call may throw. */
    interface Hook {
        void before(String call, Object[] arguments) throws IOException;
    }

    private final Vfs delegate;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong mostInFlight = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Hook hook = (call, arguments) -> {};
    private volatile int mostPerRead = Integer.MAX_VALUE;
    private final AtomicReference<Runnable> atNextLook = new AtomicReference<>(() -> {});
    private volatile boolean ownClock;
    private volatile long sizeWhenOpened = -1;

    HookedVfs(Vfs delegate) {
        this.delegate = delegate;
    }

    Vfs vfs() {
        return (Vfs) Proxy.newProxyInstance(
                HookedVfs.class.getClassLoader(), new Class<?>[] {Vfs.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("nanoTime") && ownClock) {
                        long now = nanos.get();
                        atNextLook.getAndSet(() -> {}).run();
                        return now;
                    }
                    if (method.getName().equals("nanoTime") || method.getName().equals("random")) {
                        return invoke(delegate, method, arguments);
                    }
                    hook.before(method.getName(), arguments);
                    Object result = invoke(delegate, method, arguments);
                    return method.getName().equals("open") ? opened((VfsFile) result) : result;
                });
    }

    /** From now on; one hook at a time. */
    void hook(Hook value) {
        hook = value;
    }

    /** Every read transfers at most so much. */
    void shortReads(int most) {
        mostPerRead = most;
    }

    /** What every file says it had when it was opened. */
    void sizeWhenOpened(long bytes) {
        sizeWhenOpened = bytes;
    }

    /** Runs once, when somebody next looks at the stopped clock. */
    void atTheNextLookAtTheClock(Runnable action) {
        atNextLook.set(action);
    }

    /** The clock stands still but for {@link #pass}. */
    void stopTheClock() {
        ownClock = true;
    }

    void pass(long nanoseconds) {
        nanos.addAndGet(nanoseconds);
    }

    int open() {
        return open.get();
    }

    /** How many were opened so far. */
    int opened() {
        return opened.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    long mostInFlight() {
        return mostInFlight.get();
    }

    private VfsFile opened(VfsFile file) {
        opened.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return (VfsFile) Proxy.newProxyInstance(
                HookedVfs.class.getClassLoader(),
                new Class<?>[] {VfsFile.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "read" -> read(file, (ByteBuffer) arguments[0], (long) arguments[1], arguments);
                    case "sizeWhenOpened" -> sizeWhenOpened;
                    case "map" -> {
                        hook.before("map", arguments);
                        yield file.map((long) arguments[0], (long) arguments[1]).map(this::mapped);
                    }
                    case "close" -> {
                        // Closed or not, an attempt is all that can be made.
                        open.decrementAndGet();
                        file.close();
                        hook.before("close", arguments);
                        yield null;
                    }
                    default -> {
                        hook.before(method.getName(), arguments);
                        yield invoke(file, method, arguments);
                    }
                });
    }

    private int read(VfsFile file, ByteBuffer target, long position, Object[] arguments) throws IOException {
        int wanted = target.remaining();
        fly(wanted);
        try {
            hook.before("read", arguments);
            int limit = target.limit();
            target.limit(target.position() + Math.min(wanted, mostPerRead));
            try {
                return file.read(target, position);
            } finally {
                target.limit(limit);
            }
        } finally {
            inFlight.addAndGet(-wanted);
        }
    }

    private VfsFile.Mapping mapped(VfsFile.Mapping mapping) {
        int bytes = mapping.buffer().capacity();
        fly(bytes);
        return new VfsFile.Mapping() {
            @Override
            public ByteBuffer buffer() {
                return mapping.buffer();
            }

            @Override
            public void close() {
                inFlight.addAndGet(-bytes);
                mapping.close();
            }
        };
    }

    private void fly(long bytes) {
        mostInFlight.accumulateAndGet(inFlight.addAndGet(bytes), Math::max);
    }

    /** Bytes being read or mapped now. */
    long inFlight() {
        return inFlight.get();
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
