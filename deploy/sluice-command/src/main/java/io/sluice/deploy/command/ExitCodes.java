package io.sluice.deploy.command;

/** What the command's exit codes mean; its help lists the same. */
public final class ExitCodes {
    /** What was asked for was done. */
    public static final int OK = 0;

    /** It could not be done, or a check or an audit does not hold. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** An error nobody expected: a defect of Sluice, with the number that sysexits.h has for it. */
    public static final int DEFECT = 70;

    private ExitCodes() {}
}
