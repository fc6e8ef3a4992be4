package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random trees of links and random paths through them, compared with a model of the jail that is written without it: a
 * map from real path to what is there, and the system's rules for links and dots.
 */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsJailFuzzTest extends VfsContract {

    private static final int TREES = 25;
    private static final int PATHS = 120;
    private static final String DENIED = "denied";
    private static final String FAILS = "fails";

    /** From real path to the target of a link, {@code "/"} for a directory, or {@code "file"}. */
    private final Map<Path, String> model = new TreeMap<>();

    VfsJailFuzzTest(Subject subject) {
        super(subject);
    }

    @Test
    void everyPathLeadsWhereTheModelSaysAndNoneLeadsOutside() throws IOException {
        String before = stateOutside();
        for (int seed = 0; seed < TREES; seed++) {
            Random random = new Random(seed);
            grow(random, "tree" + seed);
            for (int i = 0; i < PATHS; i++) {
                Path path = randomPath(random, "tree" + seed);
                assertThat(outcome(path))
                        .as("seed %d, path %s, tree %s", seed, path, model)
                        .isEqualTo(expected(path));
            }
        }
        assertThat(stateOutside()).isEqualTo(before);
    }

    private void grow(Random random, String name) throws IOException {
        for (Path each : List.of(root, secondRoot, outside)) {
            model.put(each, "/");
        }
        model.put(outside.resolve("secret"), "file");
        List<Path> directories = new ArrayList<>();
        for (Path top : List.of(at(name), secondRoot.resolve(name))) {
            vfs.createDirectory(top);
            model.put(top, "/");
            directories.add(top);
        }
        for (int i = 0; i < 14; i++) {
            Path parent = directories.get(random.nextInt(directories.size()));
            Path entry = parent.resolve(String.valueOf((char) ('a' + random.nextInt(5))));
            if (model.containsKey(entry)) {
                continue;
            }
            switch (random.nextInt(4)) {
                case 0 -> {
                    vfs.createDirectory(entry);
                    model.put(entry, "/");
                    directories.add(entry);
                }
                case 1 -> {
                    WholeFiles.write(vfs, entry, entry.toString());
                    model.put(entry, "file");
                }
                default -> {
                    Path target = randomTarget(random, name);
                    symlinkUnchecked(target, entry);
                    model.put(entry, "-> " + target);
                }
            }
        }
    }

    private Path randomTarget(Random random, String name) {
        return switch (random.nextInt(6)) {
            case 0 -> outside;
            case 1 -> outside.resolve("secret");
            case 2 -> randomPath(random, name);
            case 3 -> Path.of("..").resolve(randomRest(random));
            case 4 -> Path.of("../..").resolve(randomRest(random));
            default -> randomRest(random);
        };
    }

    private Path randomPath(Random random, String name) {
        Path start = (random.nextBoolean() ? root : secondRoot).resolve(name);
        return start.resolve(randomRest(random));
    }

    private Path randomRest(Random random) {
        List<String> words =
                List.of("a", "b", "c", "d", "e", "a", "b", "c", "..", ".", "..", "outside", "second", "root", "secret");
        Path path = Path.of(words.get(random.nextInt(words.size())));
        for (int i = random.nextInt(5); i > 0; i--) {
            path = path.resolve(words.get(random.nextInt(words.size())));
        }
        return path;
    }

    /** What the file system does: says the real path and what is there, or denies, or fails otherwise. */
    private String outcome(Path path) throws IOException {
        String outcome;
        try {
            Path real = vfs.canonical(path);
            FileStat stat = vfs.stat(path);
            outcome = real + " " + stat.kind();
            if (stat.isFile()) {
                assertThat(WholeFiles.text(vfs, path)).as("%s", path).isEqualTo(real.toString());
                vfs.open(path, OpenMode.APPEND).close();
            } else {
                assertThat(WholeFiles.names(vfs, path)).as("%s", path).isEqualTo(namesIn(real));
            }
        } catch (AccessDeniedException e) {
            return changesNothing(path, DENIED);
        } catch (FileSystemException e) {
            return changesNothing(path, FAILS);
        }
        return changesNothing(path, outcome);
    }

    /** Calls that would change something if they were let; all must fail, or touch only what is put back. */
    private String changesNothing(Path path, String outcome) {
        if (!outcome.equals(FAILS)) {
            Class<? extends Exception> expected =
                    outcome.equals(DENIED) ? AccessDeniedException.class : FileAlreadyExistsException.class;
            Path name = path.getFileName();
            if (!name.toString().equals("..") && !name.toString().equals(".") && outcome.equals(DENIED)) {
                assertThatThrownBy(() -> vfs.open(path, OpenMode.TRUNCATE).close())
                        .isInstanceOf(expected);
                assertThatThrownBy(() -> vfs.list(path).close()).isInstanceOf(expected);
                assertThatThrownBy(() -> vfs.openLockFile(path).close()).isInstanceOf(expected);
            } else if (!outcome.equals(DENIED)) {
                assertThatThrownBy(() -> vfs.createDirectory(path)).isInstanceOf(expected);
                assertThatThrownBy(() -> vfs.open(path, OpenMode.CREATE_NEW).close())
                        .isInstanceOf(expected);
            }
        }
        return outcome;
    }

    private List<String> namesIn(Path real) {
        return model.keySet().stream()
                .filter(path -> real.equals(path.getParent()))
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList();
    }

    /** What the model says. */
    private String expected(Path path) {
        Deque<String> rest = new ArrayDeque<>();
        List<String> here = new ArrayList<>();
        push(path, rest);
        boolean directory = true;
        int links = 0;
        while (!rest.isEmpty()) {
            if (!directory) {
                return FAILS;
            }
            String name = rest.pop();
            if (name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (!here.isEmpty()) {
                    here.remove(here.size() - 1);
                }
                continue;
            }
            boolean wasInside = isInside(path(here));
            here.add(name);
            Path now = path(here);
            if (!wasInside) {
                if (!root.startsWith(now) && !secondRoot.startsWith(now)) {
                    return DENIED;
                }
                continue;
            }
            String found = model.get(now);
            if (found == null) {
                return FAILS;
            }
            if (found.startsWith("-> ")) {
                if (++links > 40) {
                    return FAILS;
                }
                Path target = Path.of(found.substring(3));
                here.remove(here.size() - 1);
                if (target.isAbsolute()) {
                    here.clear();
                }
                push(target, rest);
                continue;
            }
            directory = found.equals("/");
        }
        Path end = path(here);
        if (!isInside(end)) {
            return DENIED;
        }
        return end + " " + (model.get(end).equals("/") ? FileKind.DIRECTORY : FileKind.FILE);
    }

    private boolean isInside(Path real) {
        return real.startsWith(root) || real.startsWith(secondRoot);
    }

    private static Path path(List<String> names) {
        return Path.of("/" + String.join("/", names));
    }

    private static void push(Path path, Deque<String> rest) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i).toString());
        }
    }
}
