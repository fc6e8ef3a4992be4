package io.sluice.benchmarks;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Another program's main, in a process that ends when its standard input does: with the benchmark that started it. */
public final class Contestant {

    private static final int ORPHANED = 3;

    private Contestant() {}

    /**
     * Runs it.
     *
     * @param arguments the name of a class with a main method, and its arguments
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever written.
                        }
                    } catch (IOException e) {
                        // As the end.
                    }
                    Runtime.getRuntime().halt(ORPHANED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
        main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
