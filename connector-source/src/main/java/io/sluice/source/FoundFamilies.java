package io.sluice.source;

import io.sluice.source.scan.FileOwnership;
import io.sluice.source.scan.RotationFamily;
import io.sluice.source.scan.RotationRule;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.Families;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which names are one file over time, whose they are, and how they are called. Immutable. */
final class FoundFamilies implements Families, FoundNames {

    private final Map<String, ScanRoot> roots = new LinkedHashMap<>();
    private final List<ScanRoot> deepestFirst;
    private final RotationRule rule;
    private final FileOwnership ownership;

    FoundFamilies(List<ScanRoot> roots, RotationRule rule, TaskShare share) {
        roots.forEach(root -> this.roots.put(root.id(), root));
        this.deepestFirst = roots.stream()
                .sorted(Comparator.comparingInt(
                                (ScanRoot root) -> root.directory().getNameCount())
                        .reversed())
                .toList();
        this.rule = rule;
        this.ownership = new FileOwnership(share.index(), share.count());
    }

    @Override
    public String of(String rootId, Path path) {
        return rule.of(roots.get(rootId), path).toString();
    }

    @Override
    public boolean isBase(Path path) {
        ScanRoot root = deepestFirst.stream()
                .filter(candidate -> path.startsWith(candidate.directory()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " is in no root"));
        return rule.of(root, path).isBase(path.getFileName().toString());
    }

    @Override
    public boolean owns(String family) {
        return ownership.owns(RotationFamily.parse(family));
    }

    @Override
    public TopicTemplate.FileNames of(ScanRoot root, Path path) {
        return names(rule.of(root, path));
    }

    @Override
    public TopicTemplate.FileNames ofFamily(String family) {
        return names(RotationFamily.parse(family));
    }

    private static TopicTemplate.FileNames names(RotationFamily family) {
        return new TopicTemplate.FileNames(family.rootId(), family.directory(), family.name());
    }
}
