package io.sluice.io.vfs;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A mapping that is undone when it is closed, not when the collector finds it: otherwise the address space in use has
 * no bound. Closed by its owner, once no thread uses the buffer.
 *
 * <p>From JDK 22 on the mapping belongs to a shared {@code Arena}: a touch after {@code close} is an {@link
 * IllegalStateException}. Before, the JDK has only {@code Unsafe.invokeCleaner}, where such a touch ends the process;
 * later JDKs warn of that call, so it is not made there. Both are reached by name, as the code is compiled for 17.
 */
final class MappedRange implements VfsFile.Mapping {

    /** Maps a range of a channel for reading. */
    private interface Mapper {
        MappedRange map(FileChannel channel, long position, long bytes) throws IOException;
    }

    private static final Mapper MAPPER = Runtime.version().feature() >= 22 ? mapperOfArenas() : mapperOfCleaners();

    private final ByteBuffer buffer;
    private final Runnable unmap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MappedRange(ByteBuffer buffer, Runnable unmap) {
        this.buffer = buffer;
        this.unmap = unmap;
    }

    static MappedRange map(FileChannel channel, long position, long bytes) throws IOException {
        return MAPPER.map(channel, position, bytes);
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            unmap.run();
        }
    }

    private static Mapper mapperOfArenas() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> arena = Class.forName("java.lang.foreign.Arena");
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            MethodHandle ofShared =
                    lookup.findStatic(arena, "ofShared", methodType(arena)).asType(methodType(Object.class));
            MethodHandle close = lookup.findVirtual(arena, "close", methodType(void.class))
                    .asType(methodType(void.class, Object.class));
            MethodHandle map = lookup.findVirtual(
                            FileChannel.class,
                            "map",
                            methodType(segment, FileChannel.MapMode.class, long.class, long.class, arena))
                    .asType(methodType(
                            Object.class,
                            FileChannel.class,
                            FileChannel.MapMode.class,
                            long.class,
                            long.class,
                            Object.class));
            MethodHandle asByteBuffer = lookup.findVirtual(segment, "asByteBuffer", methodType(ByteBuffer.class))
                    .asType(methodType(ByteBuffer.class, Object.class));
            return (channel, position, bytes) -> {
                Object owner = call(() -> ofShared.invokeExact());
                try {
                    ByteBuffer buffer = (ByteBuffer) call(() -> {
                        Object mapped = (Object)
                                map.invokeExact(channel, FileChannel.MapMode.READ_ONLY, position, bytes, owner);
                        return (ByteBuffer) asByteBuffer.invokeExact(mapped);
                    });
                    return new MappedRange(buffer, () -> closeQuietly(close, owner));
                } catch (IOException | RuntimeException | Error e) {
                    closeQuietly(close, owner);
                    throw e;
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private interface Call {
        Object make() throws Throwable;
    }

    private static Object call(Call call) throws IOException {
        try {
            return call.make();
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a mapping call failed in an undeclared way", e);
        }
    }

    private static void closeQuietly(MethodHandle close, Object arena) {
        try {
            call(() -> {
                close.invokeExact(arena);
                return null;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mapper mapperOfCleaners() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            MethodHandle clean = MethodHandles.publicLookup()
                    .findVirtual(unsafe, "invokeCleaner", methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
            return (channel, position, bytes) -> {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, position, bytes);
                return new MappedRange(mapped, () -> closeQuietly(clean, mapped));
            };
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void closeQuietly(MethodHandle clean, ByteBuffer mapped) {
        try {
            call(() -> {
                clean.invokeExact(mapped);
                return null;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
