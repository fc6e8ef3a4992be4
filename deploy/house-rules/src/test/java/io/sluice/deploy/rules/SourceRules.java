package io.sluice.deploy.rules;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads one source file as the compiler does and finds what the house forbids. */
final class SourceRules {
    private SourceRules() {}

    static List<String> offences(String file, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, List.of(new Text(source)));
        try {
            List<String> offences = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(file, unit, Trees.instance(task), offences).scan(unit, null);
            }
            return offences;
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        Text(String source) {
            super(URI.create("string:///A.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
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
                    && !restores(within)
                    && !(notes(caught) && restores(type))) {
                offences.add(at(caught) + " swallows an interrupt; restore it or throw it on");
            }
            return super.visitCatch(caught, null);
        }

        private static boolean throwsOn(CatchTree caught) {
            boolean[] found = new boolean[1];
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitThrow(ThrowTree thrown, Void nothing) {
                    found[0] = true;
                    return null;
                }
            }.scan(caught.getBlock(), null);
            return found[0];
        }

        /** Whether the interrupt is kept in something called {@code interrupted}, for another method to restore it. */
        private static boolean notes(CatchTree caught) {
            boolean[] found = new boolean[1];
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitAssignment(AssignmentTree assignment, Void nothing) {
                    found[0] |= assignment.getVariable().toString().equals("interrupted");
                    return super.visitAssignment(assignment, null);
                }
            }.scan(caught.getBlock(), null);
            return found[0];
        }

        /** Anywhere in the method: one that must not be interrupted notes the interrupt and restores it at its end. */
        private static boolean restores(Tree method) {
            boolean[] found = new boolean[1];
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    found[0] |= call.getMethodSelect().toString().endsWith(".interrupt");
                    return super.visitMethodInvocation(call, null);
                }
            }.scan(method, null);
            return found[0];
        }

        private String at(Tree tree) {
            long position = trees.getSourcePositions().getStartPosition(unit, tree);
            return file + ":" + unit.getLineMap().getLineNumber(position);
        }
    }
}
