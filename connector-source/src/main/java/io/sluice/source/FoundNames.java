package io.sluice.source;

import io.sluice.source.scan.ScanRoot;
import java.nio.file.Path;

/** Says how files are called without what rotation and compression put behind their names. */
interface FoundNames {

    TopicTemplate.FileNames of(ScanRoot root, Path path);

    /** Of the file that a family is called after. */
    TopicTemplate.FileNames ofFamily(String family);
}
