package io.tidemark.scoring.app;

import io.tidemark.streamkit.app.ServiceLauncher;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/// The scoring stream as production starts it, in a process that a test may kill.
final class ScorerMain {
    static final String STARTED = "The scorer has started.";

    private ScorerMain() {}

    public static void main(String[] args) {
        ConfigurableApplicationContext context =
                ServiceLauncher.start(new Class<?>[] {ScoringApplication.class}, Map.of(), args);
        System.out.println(context.isRunning() ? STARTED : "The scorer has not started.");
    }
}
