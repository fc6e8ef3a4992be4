package io.sluice.deploy.command.doctor;

/**
 * What one check found.
 *
 * @param detail what was seen, with the numbers
 * @param remedy what to do about it; empty when all is well
 */
record Finding(String check, Status status, String detail, String remedy) {
    /** How bad it is. */
    enum Status {
        OK,
        /** Sluice runs, but slower or less safely than it could. */
        WARN,
        /** Sluice does not run, or not for long. */
        FAIL
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Status.OK, detail, "");
    }

    static Finding warn(String check, String detail, String remedy) {
        return new Finding(check, Status.WARN, detail, remedy);
    }

    static Finding fail(String check, String detail, String remedy) {
        return new Finding(check, Status.FAIL, detail, remedy);
    }
}
