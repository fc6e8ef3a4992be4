package io.sluice.deploy.command.read;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.io.read.compare.ComparisonProgress;
import io.sluice.io.read.compare.ComparisonReport;
import io.sluice.io.read.compare.ComparisonSettings;
import io.sluice.io.read.compare.TreeReadComparison;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a directory in four ways and prints what each cost, as a table or as JSON. */
@Command(
        name = "read-compare",
        mixinStandardHelpOptions = true,
        description = {
            "Read a directory in four ways, count its words, lines and characters in each, and compare what they cost.",
            "",
            "The ways: a pool task for every operation, plain threads, a hybrid split by file size, and worker processes;"
                    + " speed-ups are over one thread that reads file after file. The files are read once before, so that all"
                    + " find them in memory. Links are not followed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all ways counted the same; files that could not be read are listed",
            "1:the totals differ, or the directory could not be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice read-compare /var/log", "  sluice read-compare data --json"})
public final class ReadCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory to read.")
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Mixin
    private Console console;

    private ReadCompareCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path real = directory.toRealPath();
        ComparisonProgress progress = new ComparisonProgress();
        ComparisonReport report;
        ProgressBar bar = ProgressBar.onTerminal(progress, console.err());
        try (Vfs vfs = LocalVfs.rootedAt(real)) {
            report = new TreeReadComparison(vfs, ComparisonSettings.defaults()).run(real, progress);
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
        PrintWriter out = console.out();
        out.println(json ? ComparisonJson.of(report) : ComparisonTable.of(report));
        out.flush();
        return exitCode(report);
    }

    static int exitCode(ComparisonReport report) {
        return report.totalsAgree() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
