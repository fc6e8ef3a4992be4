package io.sluice.sink;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A file system on which the steps of a commit can be told by the calls that they make. */
final class CrashPointVfs extends ForwardingVfs {
    private static final Pattern AREA = Pattern.compile(".*/_sluice/staging/[^/]+-\\d+\\.[^/]+");
    private static final Pattern LOG = Pattern.compile(".*/_sluice/log/[^/]+-\\d+");
    private static final Pattern TABLE = Pattern.compile(".*/lake/[^/]+/data");
    private static final String PART = ".part";

    private final CrashPoints points;

    CrashPointVfs(Vfs below, CrashPoints points) {
        super(below);
        this.points = points;
    }

    @Override
    protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
        return switch (operation.call()) {
            case OPEN -> before(isPart(operation.path()) ? CrashPoint.STAGING_CREATE : null, call);
            case WRITE ->
                half(
                        isPart(operation.path())
                                ? CrashPoint.STAGING_WRITE
                                : isDraft(operation.path()) ? CrashPoint.ENTRY_WRITE : null,
                        operation.bytes(),
                        call);
            case FORCE ->
                isPart(operation.path())
                        ? around(CrashPoint.STAGING_SYNC, CrashPoint.STAGING_SYNCED, call)
                        : super.around(operation, call);
            case SYNC_DIRECTORY -> before(directory(operation.path().toString()), call);
            case LINK -> link(operation, call);
            case REPLACE -> around(CrashPoint.PUBLISH, CrashPoint.PUBLISHED, call);
            case DELETE -> before(isPart(operation.path()) ? CrashPoint.SWEEP : null, call);
            default -> super.around(operation, call);
        };
    }

    private <T> T link(VfsOperation operation, Call<T> call) throws IOException {
        Path directory = operation.other().getParent();
        if (directory.toString().contains("/checkpoints/")) {
            return before(CrashPoint.CHECKPOINT, call);
        }
        if (!LOG.matcher(directory.toString()).matches()) {
            return call.make(Long.MAX_VALUE);
        }
        boolean claims =
                Files.readString(operation.path(), StandardCharsets.UTF_8).contains("\"CLAIM\"");
        return claims
                ? around(CrashPoint.CLAIM_LINK, CrashPoint.CLAIM_LINKED, call)
                : around(CrashPoint.ENTRY_LINK, CrashPoint.ENTRY_LINKED, call);
    }

    private static CrashPoint directory(String path) {
        if (AREA.matcher(path).matches()) {
            return CrashPoint.AREA_SYNC;
        }
        if (LOG.matcher(path).matches()) {
            return CrashPoint.LOG_SYNC;
        }
        return TABLE.matcher(path).matches() ? CrashPoint.TABLE_SYNC : null;
    }

    private <T> T before(CrashPoint point, Call<T> call) throws IOException {
        return around(point, null, call);
    }

    private <T> T around(CrashPoint before, CrashPoint after, Call<T> call) throws IOException {
        if (before != null) {
            points.pass(before);
        }
        T result = call.make(Long.MAX_VALUE);
        if (after != null) {
            points.pass(after);
        }
        return result;
    }

    private <T> T half(CrashPoint point, long bytes, Call<T> call) throws IOException {
        if (point == null || bytes < 2 || !points.isArmed(point)) {
            return call.make(Long.MAX_VALUE);
        }
        T result = call.make(bytes / 2);
        points.pass(point);
        return result;
    }

    private static boolean isPart(Path path) {
        return path.toString().endsWith(PART)
                && AREA.matcher(String.valueOf(path.getParent())).matches();
    }

    private static boolean isDraft(Path path) {
        return !isPart(path)
                && !path.endsWith("lock")
                && AREA.matcher(String.valueOf(path.getParent())).matches();
    }
}
