package io.sluice.deploy.command.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.command.terminal.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the checks and reports them, as a table or as JSON. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check whether this machine can run Sluice, and say what to do where it cannot.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no check failed; there may be warnings", "1:a check failed", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice doctor", "  sluice doctor --state /data/sluice", "  sluice doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
    private final Machine machine;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".sluice",
            description = "The directory that will hold the state (default: ${DEFAULT-VALUE}).")
    private Path state;

    @Option(
            names = "--json",
            description = "Print one JSON object: {\"ok\": BOOLEAN, \"checks\": [{\"check\", \"status\", \"detail\","
                    + " \"remedy\"}]}.")
    private boolean json;

    @Mixin
    private Console console;

    private DoctorCommand() {
        this(new ThisMachine());
    }

    DoctorCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        List<Finding> findings = new Checks(machine, state).run();
        boolean ok = findings.stream().noneMatch(finding -> finding.status() == Finding.Status.FAIL);
        PrintWriter out = console.out();
        out.println(json ? json(findings, ok) : table(findings, ok));
        out.flush();
        return ok ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String table(List<Finding> findings, boolean ok) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String status = finding.status() == Finding.Status.FAIL ? "FAIL" : lowerCase(finding.status());
            text.append(String.format(Locale.ROOT, "%-5s%-21s%s%n", status, finding.check(), finding.detail()));
            if (!finding.remedy().isEmpty()) {
                text.append(String.format(Locale.ROOT, "%-26s%s%n", "", finding.remedy()));
            }
        }
        return text.append(ok ? "This machine can run Sluice." : "This machine cannot run Sluice yet: see FAIL above.")
                .toString();
    }

    private static String json(List<Finding> findings, boolean ok) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("ok", ok);
        ArrayNode checks = root.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("check", finding.check())
                    .put("status", lowerCase(finding.status()))
                    .put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static String lowerCase(Finding.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
