package io.tidemark.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/// Asks a schema registry for its subjects to see whether it works.
final class RegistryProbe implements Supplier<Readiness> {
    private static final int OK = 200;
    private static final int INTERNAL_ERROR = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// With a damaged database the registry at times ends, and at times goes on with an error for each call.
    private static final int ERRORS_TO_GIVE_UP = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest question;
    private int errorsInARow;

    /// @param url base address of the registry
    RegistryProbe(String url) {
        this.question = HttpRequest.newBuilder(URI.create(url + "/subjects"))
                .timeout(TIMEOUT)
                .build();
    }

    @Override
    public Readiness get() {
        int status = status();
        errorsInARow = status == INTERNAL_ERROR ? errorsInARow + 1 : 0;
        if (errorsInARow > ERRORS_TO_GIVE_UP) {
            return Readiness.BROKEN;
        }
        return status == OK ? Readiness.READY : Readiness.NOT_YET;
    }

    /// The answer's status; 0 without an answer.
    private int status() {
        try {
            return client.send(question, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for the schema registry.", e);
        }
    }
}
