package io.sluice.deploy.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What each path of the interface answers. Any thread. */
final class PageAnswers {
    private static final int MOST_FILES = 1_000;
    private static final int MOST_BARS = 5_000;
    private static final int MOST_KEYS = 1_000;

    private final PageBoard board;
    private final PageQuestions questions;
    private final WebFiles files = new WebFiles();

    PageAnswers(PageBoard board, PageQuestions questions) {
        this.board = board;
        this.questions = questions;
    }

    private record Keys(List<String> keys) {}

    private record Bars(String key, String window, List<Bar> bars) {}

    private record History(List<Point> points) {}

    private record Problems(List<Problem> problems) {}

    Reply answer(String path, Parameters asked) throws IOException, InterruptedException {
        return switch (path) {
            case "/api/state" ->
                Optional.ofNullable(board.state())
                        .map(Reply::json)
                        .orElseGet(() -> Reply.error(503, "The pipeline is starting."));
            case "/api/files" -> Reply.json(files(asked));
            case "/api/keys" ->
                Reply.json(new Keys(board.keys(asked.text("query"), asked.count("limit", 50, MOST_KEYS))));
            case "/api/bars" -> Reply.json(bars(asked));
            case "/api/commits" ->
                Reply.json(board.commits(asked.text("table"), asked.count("limit", 200, PageBoard.COMMITS)));
            case "/api/history" -> Reply.json(new History(board.points()));
            case "/api/problems" ->
                Reply.json(new Problems(board.problems(asked.count("limit", 200, PageBoard.PROBLEMS))));
            case "/api/record" -> topicRecord(asked);
            default -> files.file(path).orElseGet(() -> Reply.error(404, "There is nothing here."));
        };
    }

    private FileSearch.Page files(Parameters asked) {
        String sort = asked.text("sort");
        return board.files()
                .find(
                        asked.text("query"),
                        asked.text("state"),
                        FileSearch.Order.named(sort.isEmpty() ? "path" : sort),
                        asked.yes("descending"),
                        asked.count("offset", 0, PageBoard.FILES),
                        asked.count("limit", 200, MOST_FILES));
    }

    private Bars bars(Parameters asked) throws IOException, InterruptedException {
        String key = asked.required("key");
        String window = asked.required("window");
        return new Bars(
                key,
                window,
                questions.bars(
                        key, window, asked.number("from"), asked.number("to"), asked.count("limit", 1_000, MOST_BARS)));
    }

    private Reply topicRecord(Parameters asked) throws IOException, InterruptedException {
        String topic = asked.required("topic");
        int partition = asked.count("partition", 0, Integer.MAX_VALUE);
        Long offset = asked.number("offset");
        if (offset == null || offset < 0) {
            throw new IllegalArgumentException("offset must be a number from 0 on");
        }
        return questions
                .record(topic, partition, offset)
                .map(Reply::json)
                .orElseGet(() -> Reply.error(
                        404,
                        "Topic " + topic + ", partition " + partition + " has no committed record at offset " + offset
                                + ": it may be deleted by now."));
    }
}
