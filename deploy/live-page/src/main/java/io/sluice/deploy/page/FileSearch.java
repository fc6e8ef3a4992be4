package io.sluice.deploy.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds files among all of them, a page at a time. Immutable; any thread. */
final class FileSearch {
    private static final Comparator<FileRow> BY_PATH = Comparator.comparing(FileRow::path);

    private final List<FileRow> files;

    FileSearch(List<FileRow> files) {
        this.files = List.copyOf(files);
    }

    /** A page of what was found, of how many. */
    record Page(int total, int matching, List<FileRow> files) {}

    /** What the files are in the order of. */
    enum Order {
        PATH,
        SIZE,
        LAG,
        CHANGED;

        static Order named(String name) {
            for (Order order : values()) {
                if (order.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return order;
                }
            }
            throw new IllegalArgumentException("sort is '" + name + "'; it must be path, size, lag or changed");
        }

        private Comparator<FileRow> comparator() {
            return switch (this) {
                case PATH -> BY_PATH;
                case SIZE -> by(FileRow::size);
                case LAG -> by(FileRow::lag);
                case CHANGED -> by(FileRow::changed);
            };
        }
    }

    /** What is not known is less than all that is. */
    private static Comparator<FileRow> by(Function<FileRow, Long> number) {
        return Comparator.comparing(number, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    /**
     * Looks for files.
     *
     * @param part of the path, of any case; empty for all
     * @param state empty for all
     */
    Page find(String part, String state, Order order, boolean descending, int offset, int limit) {
        List<FileRow> matching = files.stream()
                .filter(file -> state.isEmpty() || state.equals(file.state()))
                .filter(file -> TextSearch.contains(file.path(), part))
                .toList();
        Comparator<FileRow> by = descending ? order.comparator().reversed() : order.comparator();
        List<FileRow> page = matching.stream()
                .sorted(by.thenComparing(BY_PATH))
                .skip(offset)
                .limit(limit)
                .toList();
        return new Page(files.size(), matching.size(), page);
    }
}
