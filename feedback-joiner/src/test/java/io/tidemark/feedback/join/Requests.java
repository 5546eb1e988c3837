package io.tidemark.feedback.join;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Task;
import io.tidemark.feedback.terms.LabelCode;
import io.tidemark.feedback.terms.Segments;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.model.manifest.LabelsSpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.streamkit.deadletter.Inbound;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Predictions and labels of the request `r`, of models whose labels are numbers from 0 to 1,000.
final class Requests {
    static final long HORIZON_MS = 1_000;
    static final long WAIT_MS = 700;
    static final TermsSource TERMS = (model, sha) -> new VersionTerms(
            new LabelsSpec(Duration.ofMillis(HORIZON_MS), true),
            new LabelCode.OfNumber(new Range(0, 1_000)),
            0.5,
            Segments.NONE,
            VersionTerms.UNKNOWN.performance(),
            1,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            true);

    private Requests() {}

    static OpenPrediction prediction(String model, double value) {
        return new OpenPrediction(
                "r",
                model,
                1,
                "a".repeat(64),
                "champion",
                Task.REGRESSION,
                null,
                Instant.EPOCH,
                value,
                null,
                Map.of(),
                Map.of());
    }

    static GroundTruth label(@Nullable String model, Object value, int revision) {
        return GroundTruth.newBuilder()
                .setRequestId("r")
                .setModel(model)
                .setLabel(value)
                .setEventTime(Instant.EPOCH)
                .setRevision(revision)
                .build();
    }

    static HeldLabel held(GroundTruth label) {
        return heldAt(label, 0);
    }

    /// @param timeMs timestamp of its record
    static HeldLabel heldAt(GroundTruth label, long timeMs) {
        Inbound source = Inbound.at("ground-truth", 0, 0, new Record<>(new byte[0], new byte[0], timeMs));
        return new HeldLabel(label, source, WAIT_MS, false);
    }
}
