package io.sluice.sink.store.targets.s3;

import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists objects, page by page. Any thread; blocks. */
final class S3Listing {
    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Settings settings;
    private final S3Names names;
    private final int pageKeys;

    /** @param pageKeys how many keys a page has */
    S3Listing(S3AsyncClient client, S3Requests requests, S3Settings settings, int pageKeys) {
        this.client = client;
        this.requests = requests;
        this.settings = settings;
        this.names = new S3Names(settings);
        this.pageKeys = pageKeys;
    }

    /** Fails if the bucket cannot be listed. */
    void look() throws IOException {
        ListObjectsV2Response unused = requests.call(
                settings.location(),
                () -> client.listObjectsV2(request -> request.bucket(settings.bucket())
                        .prefix(names.below(""))
                        .maxKeys(1)));
    }

    /** What is directly in a directory and comes after that name, sorted. */
    List<String> names(String directory, String after) throws IOException {
        String prefix = names.below(directory);
        List<String> found = new ArrayList<>();
        pages(prefix, "/", after.isEmpty() ? null : prefix + after, page -> {
            page.contents().forEach(object -> found.add(object.key().substring(prefix.length())));
            page.commonPrefixes()
                    .forEach(below -> found.add(below.prefix()
                            .substring(prefix.length(), below.prefix().length() - 1)));
        });
        found.removeIf(name -> name.isEmpty() || name.compareTo(after) <= 0);
        found.sort(null);
        return found;
    }

    /** Everything below a directory. */
    void walk(String directory, Target.Visitor visitor) throws IOException {
        pages(names.below(directory), null, null, page -> {
            for (var object : page.contents()) {
                visitor.visit(names.name(object.key()), object.size());
            }
        });
    }

    /** Takes a page of a listing. */
    private interface PageVisitor {
        void visit(ListObjectsV2Response page) throws IOException;
    }

    private void pages(String prefix, String delimiter, String after, PageVisitor visitor) throws IOException {
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response page = requests.call(
                    settings.location(),
                    () -> client.listObjectsV2(request -> request.bucket(settings.bucket())
                            .prefix(prefix)
                            .delimiter(delimiter)
                            .maxKeys(pageKeys)
                            .startAfter(from == null ? after : null)
                            .continuationToken(from)));
            visitor.visit(page);
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
    }
}
