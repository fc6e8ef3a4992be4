package io.sluice.deploy.command.dataset;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A data set that a command has open: in a directory or in S3. The command's thread owns and closes it. */
public final class OpenPlace implements AutoCloseable {
    private static final String S3 = "s3://";
    private static final String PROVIDER = "sluice dataset";

    private final LocalVfs vfs;
    private final Target target;
    private final DataSet dataSet;

    private OpenPlace(LocalVfs vfs, Target target) {
        this.vfs = vfs;
        this.target = target;
        this.dataSet = DataSet.open(target, DataSetSettings.of(PROVIDER));
    }

    /** Opens a data set that is there. */
    public static OpenPlace existing(CommandSpec spec, String place, ServerOptions server) throws IOException {
        OpenPlace open = open(spec, place, server.endpoint, server.region, server.hostStyle);
        boolean is = false;
        try {
            if (open.target.list("_sluice", "").isEmpty()) {
                throw new NoSuchFileException(
                        place,
                        null,
                        "there is no data set here. Name the directory of a table, the one with _sluice in it");
            }
            is = true;
            return open;
        } finally {
            if (!is) {
                open.close();
            }
        }
    }

    /** Opens a place that may be empty, but has to be there. */
    static OpenPlace open(CommandSpec spec, String place, URI endpoint, String region, boolean hostStyle)
            throws IOException {
        if (place.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "The data set's name is empty; write . for this directory.");
        }
        try {
            return place.startsWith(S3) ? inS3(place, endpoint, region, hostStyle) : inDirectory(Path.of(place));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static OpenPlace inDirectory(Path directory) throws IOException {
        LocalVfs vfs = LocalVfs.rootedAt(directory);
        boolean open = false;
        try {
            Path real = directory.toRealPath();
            OpenPlace place = new OpenPlace(vfs, new LocalTarget(vfs, real, Runnable::run, RetrySettings.DEFAULT));
            open = true;
            return place;
        } finally {
            if (!open) {
                vfs.close();
            }
        }
    }

    private static OpenPlace inS3(String url, URI endpoint, String region, boolean hostStyle) throws IOException {
        S3Settings settings = S3Settings.at(url);
        if (endpoint != null) {
            settings = settings.withEndpoint(endpoint, !hostStyle);
        }
        if (region != null) {
            settings = settings.withRegion(region);
        }
        Path spool = Path.of(System.getProperty("java.io.tmpdir"));
        LocalVfs vfs = LocalVfs.rootedAt(spool);
        boolean open = false;
        try {
            OpenPlace place = new OpenPlace(vfs, new S3Target(settings, vfs, spool));
            open = true;
            return place;
        } finally {
            if (!open) {
                vfs.close();
            }
        }
    }

    static Key key(CommandSpec spec, String text) {
        try {
            return Key.of(text);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    Target target() {
        return target;
    }

    /** Ends with this place. */
    public DataSet dataSet() {
        return dataSet;
    }

    @Override
    public void close() throws IOException {
        try (vfs;
                target) {
            dataSet.close();
        }
    }
}
