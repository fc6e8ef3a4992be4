package io.sluice.streams.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits a declaration of aggregates into functions with their arguments and names. Read once, by one thread. */
final class FunctionText {
    /**
     * One function as written.
     *
     * @param name in lower case
     * @param arguments what stands between the parentheses
     * @param alias what follows "as", or empty
     */
    record Call(String name, List<String> arguments, String alias) {
        Call {
            arguments = List.copyOf(arguments);
        }

        /** The function without its alias. */
        String text() {
            return name + "(" + String.join(", ", arguments) + ")";
        }
    }

    private final String text;
    private int at;

    FunctionText(String text) {
        this.text = text;
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        do {
            calls.add(call());
        } while (accept(','));
        if (at < text.length()) {
            throw fault("a comma or the end");
        }
        return calls;
    }

    private Call call() {
        String name = word("the name of a function").toLowerCase(Locale.ROOT);
        if (!accept('(')) {
            throw fault("'('");
        }
        List<String> arguments = new ArrayList<>();
        if (!accept(')')) {
            do {
                arguments.add(word("a column"));
            } while (accept(','));
            if (!accept(')')) {
                throw fault("',' or ')'");
            }
        }
        skipSpace();
        String alias = "";
        if (text.regionMatches(true, at, "as ", 0, 3)) {
            at += 3;
            alias = word("a name");
        }
        return new Call(name, arguments, alias);
    }

    private String word(String what) {
        skipSpace();
        int from = at;
        if (at < text.length() && text.charAt(at) == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw fault("a closing quote");
            }
            at = end + 1;
            return text.substring(from + 1, end);
        }
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == from) {
            throw fault(what);
        }
        return text.substring(from, at);
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException("expected " + expected + " at character " + (at + 1)
                + ", as in 'ohlcv(price, quantity), count() as n'");
    }
}
