package io.sluice.deploy.command;

import picocli.CommandLine.ExitCode;

/**
 * What the command's exit codes mean; its help lists the same. The subcommands, which do not know this package, use
 * picocli's names for the first three.
 */
final class ExitCodes {
    /** What was asked for was done. */
    static final int OK = ExitCode.OK;

    /** It could not be done, or a check or an audit does not hold. */
    static final int FAILED = ExitCode.SOFTWARE;

    /** The command line is wrong. */
    static final int USAGE = ExitCode.USAGE;

    /** An error nobody expected: a defect of Sluice, with the number that sysexits.h has for it. */
    static final int DEFECT = 70;

    private ExitCodes() {}
}
