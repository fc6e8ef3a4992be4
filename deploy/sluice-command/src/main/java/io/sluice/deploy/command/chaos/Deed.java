package io.sluice.deploy.command.chaos;

/** What can be done to a pipeline, and how often that is. */
enum Deed {
    /** {@code kill -9}; started again after a while. */
    KILL("kill -9", 3, 10),
    /** SIGSTOP for longer than sessions and transactions last, then SIGCONT: what was dead to all others goes on. */
    FREEZE("freeze", 0.4, 2),
    /** Each worker is stopped and started in turn. */
    ROLL_WORKERS("roll workers", 0.05, 0),
    /** Each instance of the application is stopped and started in turn. */
    ROLL_APPS("roll apps", 0.05, 0),
    /** Each broker is stopped and started in turn. */
    ROLL_BROKERS("roll brokers", 0.04, 0),
    /** A broker is killed and stays away for a while. */
    LOSE_BROKER("lose broker", 0.08, 0),
    /** A log is renamed and created anew. */
    ROTATE("rotate", 1.5, 3),
    /** A rotated file is compressed. */
    COMPRESS("compress", 0.8, 1),
    /** A log is copied and emptied, once all of it is read. */
    TRUNCATE("copytruncate", 0.3, 1),
    /** A connector is paused and resumed. */
    PAUSE_CONNECTOR("pause connector", 0.3, 1),
    /** A connector gets other settings. */
    RECONFIGURE("reconfigure", 0.3, 1),
    /** A connector is deleted and created again. */
    RECREATE("delete and create", 0.25, 1),
    /** A connector gets another number of tasks. */
    RETASK("tasks.max", 0.3, 1),
    /** S3 refuses connections. */
    S3_REFUSES("S3 refuses", 0.15, 1),
    /** S3 answers no more, and keeps connections open. */
    S3_STALLS("S3 stalls", 0.15, 1),
    /** S3 answers 503. */
    S3_BUSY("S3 busy", 0.15, 0),
    /** S3 does what it is asked for, and every second answer is lost. */
    S3_LOSES_ANSWERS("S3 loses answers", 0.2, 1),
    /** The disk of the local tables is full. */
    FILL_DISK("disk full", 0.15, 1);

    private final String text;
    private final double perMinute;
    private final int least;

    Deed(String text, double perMinute, int least) {
        this.text = text;
        this.perMinute = perMinute;
        this.least = least;
    }

    /** How often it is done in so many minutes. */
    int times(double minutes) {
        return (int) Math.max(least, Math.round(perMinute * minutes));
    }

    /** Whether the pipeline may stand still for it, so that how soon it moves again is of interest. */
    boolean hurts() {
        return this != ROTATE && this != COMPRESS && this != TRUNCATE;
    }

    @Override
    public String toString() {
        return text;
    }
}
