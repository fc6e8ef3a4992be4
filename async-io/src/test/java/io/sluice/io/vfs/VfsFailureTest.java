package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure says, to the type and the word, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsFailureTest extends VfsContract {

    /** A call and its paths, and the type, the file, the other file and the reason of its failure. */
    private static final String FAILURES = """
            sync a                    | NotDirectoryException a
            sync to-a                 | NotDirectoryException to-a
            sync e/x                  | NotDirectoryException e/x
            sync a/x                  | FileSystemException a/x: Not a directory
            sync e/x/y/z              | FileSystemException e/x/y/z: Not a directory
            sync nothing              | NoSuchFileException nothing
            sync nothing/x            | NoSuchFileException nothing/x
            sync dangling             | NoSuchFileException dangling
            sync circle               | FileSystemException circle: Too many levels of symbolic links
            sync circle/x/y           | FileSystemException circle/x/y: Too many levels of symbolic links
            list a                    | NotDirectoryException a
            list e/x                  | NotDirectoryException e/x
            list e/x/y                | FileSystemException e/x/y: Not a directory
            list nothing              | NoSuchFileException nothing
            list circle/x/y           | FileSystemException circle/x/y: Too many levels of symbolic links
            link nothing x            | NoSuchFileException nothing
            link nothing b            | NoSuchFileException nothing
            link nothing nothing/x    | NoSuchFileException nothing
            link dangling x           | NoSuchFileException dangling
            link circle x             | FileSystemException circle: Too many levels of symbolic links
            link a/x y                | FileSystemException a/x: Not a directory
            link a a                  | FileAlreadyExistsException a -> a
            link a b                  | FileAlreadyExistsException b -> a
            link a d                  | FileAlreadyExistsException d -> a
            link a to-a               | FileAlreadyExistsException to-a -> a
            link a dangling           | FileAlreadyExistsException dangling -> a
            link a nothing/x          | NoSuchFileException nothing/x
            link a b/x                | FileSystemException b/x: Not a directory
            link d x                  | FileSystemException x -> d: Operation not permitted
            link to-d x               | FileSystemException x -> to-d: Operation not permitted
            link d b                  | FileAlreadyExistsException b -> d
            openLockFile d            | FileSystemException d: Not a regular file, so no lock file
            openLockFile to-d         | FileSystemException to-d: Not a regular file, so no lock file
            openLockFile a/x          | FileSystemException a/x: Not a directory
            openLockFile circle       | FileSystemException circle: Too many levels of symbolic links
            rename nothing x          | NoSuchFileException nothing
            rename a b                | FileAlreadyExistsException b
            rename a nothing/x        | NoSuchFileException nothing/x
            replace nothing x         | NoSuchFileException nothing -> x
            replace nothing b         | NoSuchFileException nothing -> b
            replace a d               | FileSystemException a -> d: Is a directory
            replace d b               | FileSystemException d -> b: Not a directory
            replace a b/x             | FileSystemException b/x: Not a directory
            delete nothing            | NoSuchFileException nothing
            delete e                  | DirectoryNotEmptyException e
            delete a/x                | FileSystemException a/x: Not a directory
            delete circle/x           | FileSystemException circle/x: Too many levels of symbolic links
            read d                    | FileSystemException d: Is a directory
            read a/x                  | FileSystemException a/x: Not a directory
            read e/x/y/z              | FileSystemException e/x/y/z: Not a directory
            create a                  | FileAlreadyExistsException a
            create dangling           | FileAlreadyExistsException dangling
            createDirectory a         | FileAlreadyExistsException a
            createDirectory nothing/x | NoSuchFileException nothing/x
            symlink a                 | FileAlreadyExistsException a
            readLink a                | NotLinkException a
            readLink nothing          | NoSuchFileException nothing
            canonical circle          | FileSystemException circle: Too many levels of symbolic links
            stat e/x/y                | FileSystemException e/x/y: Not a directory
            """;

    VfsFailureTest(Subject subject) {
        super(subject);
    }

    @BeforeEach
    void makeOneOfEach() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("e"));
        write("a", "1");
        write("b", "2");
        write("e/x", "");
        vfs.symlink(Path.of("a"), at("to-a"));
        vfs.symlink(Path.of("d"), at("to-d"));
        vfs.symlink(Path.of("nothing"), at("dangling"));
        vfs.symlink(Path.of("circle"), at("circle"));
    }

    @Test
    void everyCallFailsWithTheTypeTheFilesAndTheReasonOfTheTable() {
        assertThat(saidOf(root)).isEqualTo(FAILURES);
    }

    @Test
    void andSoItDoesAtARelativePathWhichItNames() {
        assertThat(saidOf(Path.of(""))).isEqualTo(FAILURES);
    }

    private String saidOf(Path base) {
        List<String> lines = new ArrayList<>();
        for (String line : FAILURES.split("\n", -1)) {
            int end = line.indexOf('|');
            lines.add(end < 0 ? line : line.substring(0, end) + "| " + said(line.substring(0, end), base));
        }
        return String.join("\n", lines);
    }

    private String said(String call, Path base) {
        String[] words = call.split(" +", -1);
        Path first = base.resolve(words[1]);
        Path second = base.resolve(words[2]);
        FileSystemException failure =
                catchThrowableOfType(FileSystemException.class, () -> make(words[0], first, second));
        if (failure == null) {
            return "done";
        }
        String other = failure.getOtherFile() == null ? "" : " -> " + shortened(failure.getOtherFile(), base);
        String reason = failure.getReason() == null ? "" : ": " + failure.getReason();
        return failure.getClass().getSimpleName() + " " + shortened(failure.getFile(), base) + other + reason;
    }

    private static String shortened(String path, Path base) {
        return path.startsWith(base + "/") ? path.substring(base.toString().length() + 1) : path;
    }

    private void make(String call, Path first, Path second) throws IOException {
        switch (call) {
            case "sync" -> vfs.syncDirectory(first);
            case "list" -> vfs.list(first).close();
            case "link" -> vfs.link(first, second);
            case "rename" -> vfs.rename(first, second);
            case "replace" -> vfs.replace(first, second);
            case "delete" -> vfs.delete(first);
            case "openLockFile" -> vfs.openLockFile(first).close();
            case "read" -> vfs.open(first, OpenMode.READ).close();
            case "create" -> vfs.open(first, OpenMode.CREATE_NEW).close();
            case "createDirectory" -> vfs.createDirectory(first);
            case "symlink" -> vfs.symlink(Path.of("a"), first);
            case "readLink" -> vfs.readLink(first);
            case "canonical" -> vfs.canonical(first);
            case "stat" -> vfs.stat(first);
            default -> throw new IllegalArgumentException("no such call: " + call);
        }
    }
}
