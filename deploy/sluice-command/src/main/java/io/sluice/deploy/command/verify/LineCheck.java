package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;

/** One way to tell which rows came of which lines. First it is given all rows, then all files. One thread. */
interface LineCheck {
    /** Those columns of the data set that are looked at. */
    List<String> columns();

    void row(Group row);

    CheckReport compare(Vfs vfs, SourceFiles files) throws IOException;
}
