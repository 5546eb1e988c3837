package io.tidemark.cli.history;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.scoring.replay.RangeBound;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which requests of the log are meant.
public final class RangeOptions {
    @Option(
            names = "--from",
            paramLabel = "TIME|OFFSETS",
            description = "First requests: a record time, ISO 8601, or offsets as PARTITION:OFFSET with commas between"
                    + " (default: the first that the log holds).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME|OFFSETS",
            description = "End, exclusive, in the same form (default: the log's end at this moment).")
    private @Nullable String to;

    /// True when either end was given.
    public boolean isGiven() {
        return from != null || to != null;
    }

    /// The requests, as offsets that the log holds.
    public RequestRange resolve(KafkaSettings settings) {
        return RequestRange.resolve(settings, settings.name(Topics.REQUESTS), bound("--from", from), bound("--to", to));
    }

    static RangeBound bound(String option, @Nullable String text) {
        if (text == null) {
            return RangeBound.OPEN;
        }
        try {
            return text.matches("\\d+:\\d.*")
                    ? new RangeBound.OfOffsets(DataSource.Topic.offsets(text, "[,\\s]+"))
                    : new RangeBound.OfTime(Instant.parse(text));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UserError(
                    "Found " + option + " '" + text
                            + "', expected a time such as 2026-01-31T12:00:00Z, or offsets such as 0:1200,1:1180.",
                    ExitCode.USAGE);
        }
    }
}
