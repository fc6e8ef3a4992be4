package io.sluice.sink.store;

import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of a key, all open. One thread at a time. */
final class OpenFiles implements Closeable {
    private final List<DataFile> files;
    private final List<StoredContent> contents = new ArrayList<>();

    private OpenFiles(List<DataFile> files) {
        this.files = files;
    }

    static OpenFiles of(Target target, List<DataFile> files) throws IOException {
        OpenFiles open = new OpenFiles(files);
        boolean all = false;
        try {
            for (DataFile file : files) {
                open.contents.add(target.open(file.name()));
            }
            all = true;
            return open;
        } finally {
            if (!all) {
                open.close();
            }
        }
    }

    void visit(DataSet.FileVisitor visitor) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            visitor.visit(files.get(i), contents.get(i));
        }
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (StoredContent content : contents) {
            try {
                content.close();
            } catch (IOException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
