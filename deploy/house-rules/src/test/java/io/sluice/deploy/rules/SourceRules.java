package io.sluice.deploy.rules;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads source files as the compiler does and finds what the house forbids. */
final class SourceRules {
    private static final String ROOT = "/";

    private SourceRules() {}

    /** @param sources the text of each file, by its name: as many as there is memory for, as each call has to start a compiler */
    static List<String> offences(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> texts = sources.entrySet().stream()
                .map(source -> new Text(source.getKey(), source.getValue()))
                .toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, texts);
        try {
            List<String> offences = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                // The compiler wraps what it was given: the name is what comes back.
                String file = unit.getSourceFile().getName().substring(ROOT.length());
                new Scanner(file, unit, Trees.instance(task), offences).scan(unit, null);
            }
            return offences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        Text(String file, String source) {
            super(URI.create("string://" + ROOT + file), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private static final String NOTE = "interrupted";

        private final String file;
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> offences;
        private ClassTree type;
        private MethodTree within;

        Scanner(String file, CompilationUnitTree unit, Trees trees, List<String> offences) {
            this.file = file;
            this.unit = unit;
            this.trees = trees;
            this.offences = offences;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("sleep")
                    && select.getExpression().toString().matches("(.*\\.)?(Thread|TimeUnit)(\\..*)?")) {
                offences.add(at(call) + " sleeps; wait for what is to happen, with a time-out");
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitClass(ClassTree declared, Void nothing) {
            ClassTree outer = type;
            type = declared;
            super.visitClass(declared, null);
            type = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            MethodTree outer = within;
            within = method;
            super.visitMethod(method, null);
            within = outer;
            return null;
        }

        @Override
        public Void visitCatch(CatchTree caught, Void nothing) {
            if (caught.getParameter().getType().toString().contains("InterruptedException")
                    && !throwsOn(caught)
                    && !restores(caught.getBlock())
                    && !(notes(caught) && restoresTheNoted(declaresNote(within) ? within : type))) {
                offences.add(at(caught) + " swallows an interrupt; restore it or throw it on");
            }
            return super.visitCatch(caught, null);
        }

        private static boolean throwsOn(CatchTree caught) {
            return any(caught.getBlock(), tree -> tree instanceof ThrowTree);
        }

        private static boolean restores(Tree block) {
            return any(
                    block,
                    tree -> tree instanceof MethodInvocationTree call
                            && call.getMethodSelect().toString().equals("Thread.currentThread().interrupt"));
        }

        /** Whether the interrupt is kept as {@code interrupted = true}, by code that must not stop for it. */
        private static boolean notes(CatchTree caught) {
            return any(
                    caught.getBlock(),
                    tree -> tree instanceof AssignmentTree noted
                            && noted.toString().equals(NOTE + " = true"));
        }

        private static boolean declaresNote(MethodTree method) {
            return any(
                    method,
                    tree -> tree instanceof VariableTree variable
                            && variable.getName().contentEquals(NOTE));
        }

        /** Whether {@code if (interrupted)} restores it: where the variable is known, in the method or the class. */
        private static boolean restoresTheNoted(Tree scope) {
            return any(
                    scope,
                    tree -> tree instanceof IfTree choice
                            && choice.getCondition().toString().equals("(" + NOTE + ")")
                            && restores(choice.getThenStatement()));
        }

        private static boolean any(Tree within, Predicate<Tree> wanted) {
            boolean[] found = new boolean[1];
            new TreeScanner<Void, Void>() {
                @Override
                public Void scan(Tree tree, Void nothing) {
                    found[0] |= tree != null && wanted.test(tree);
                    return super.scan(tree, null);
                }
            }.scan(within, null);
            return found[0];
        }

        private String at(Tree tree) {
            long position = trees.getSourcePositions().getStartPosition(unit, tree);
            return file + ":" + unit.getLineMap().getLineNumber(position);
        }
    }
}
