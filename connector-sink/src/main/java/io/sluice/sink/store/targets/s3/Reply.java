package io.sluice.sink.store.targets.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the failure of a request says. */
enum Reply {
    /** 404 of an object. */
    MISSING,
    /** 404 of an upload: completed, aborted or expired. */
    NO_UPLOAD,
    /** 412: the name was taken. */
    TAKEN,
    /** 409: another request for the same key was under way. Nothing was done. */
    CONFLICT,
    /** The server was too busy to begin. Nothing was done. */
    BUSY,
    /** It may have been done, or be done yet: no answer, or one that says no more than that something failed. */
    LOST,
    /** It was not done, and will not be the next time. */
    REFUSED;

    private static final int MOST_CAUSES = 10;

    static Reply of(Throwable wrapped) {
        Throwable failure = unwrapped(wrapped);
        if (failure instanceof AwsServiceException service) {
            return of(service);
        }
        // Without credentials, or with settings that contradict each other, the request was never sent.
        if (failure instanceof SdkClientException client && neverSent(client)) {
            return REFUSED;
        }
        return hadNoConnection(failure) ? BUSY : LOST;
    }

    /** Whether it never had a connection: nobody listens, nobody knows the name, or too many wait for one already. */
    private static boolean hadNoConnection(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || message.contains("Acquire operation took longer")
                    || message.contains("pending connection acquisition")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Reply of(AwsServiceException failure) {
        String code = code(failure);
        return switch (failure.statusCode()) {
            case 404 -> code.equals("NoSuchUpload") ? NO_UPLOAD : code.equals("NoSuchBucket") ? REFUSED : MISSING;
            case 412 -> TAKEN;
            case 409 -> CONFLICT;
            case 429 -> BUSY;
            case 503 -> code.equals("SlowDown") ? BUSY : LOST;
            case 400 -> code.equals("RequestTimeout") ? LOST : REFUSED;
            default -> failure.statusCode() >= 500 || failure.statusCode() == 408 ? LOST : REFUSED;
        };
    }

    private static boolean neverSent(SdkClientException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("load credentials")
                || message.contains("load region")
                || message.contains("endpoint rule");
    }

    private static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null
                ? ""
                : String.valueOf(failure.awsErrorDetails().errorCode());
    }

    /** Whether the same request may work a moment later, if it does no harm twice. */
    boolean mayPass() {
        return this == CONFLICT || this == BUSY || this == LOST;
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The failure as whoever knows only of files knows it. */
    static IOException explained(String what, Throwable wrapped) {
        Throwable failure = unwrapped(wrapped);
        if (failure instanceof IOException already) {
            return already;
        }
        Reply reply = of(failure);
        String code = failure instanceof AwsServiceException service ? code(service) : "";
        if (reply == MISSING) {
            return new NoSuchFileException(what);
        }
        String reason = reason(failure, code);
        IOException explained = code.equals("AccessDenied")
                        || (failure instanceof AwsServiceException denied && denied.statusCode() == 403)
                ? new AccessDeniedException(what, null, reason)
                : new FileSystemException(what, null, reason);
        explained.initCause(reply.mayPass() ? new Unanswered(failure) : failure);
        return explained;
    }

    /** By which whoever knows nothing of S3 sees that it may pass. */
    private static final class Unanswered extends TimeoutException {
        private static final long serialVersionUID = 1L;

        Unanswered(Throwable cause) {
            super("S3 gave no answer, or one that may be another a moment later");
            initCause(cause);
        }
    }

    private static String reason(Throwable failure, String code) {
        String message = String.valueOf(failure.getMessage());
        String advice = switch (code) {
            case "NoSuchBucket" -> ". Create the bucket, or correct its name, region or endpoint";
            case "AccessDenied", "Forbidden" ->
                ". Let these credentials read, write, list and delete here, and" + " list and abort uploads";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> ". Correct the access key or the secret key";
            default ->
                message.contains("load credentials")
                        ? ". Set an access key, a profile or a role for this process"
                        : message.contains("load region") ? ". Set a region" : "";
        };
        return message + advice;
    }
}
