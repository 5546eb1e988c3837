package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.model.manifest.RetrainRules;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Readings of several topics come together, and the policy asks.
class PolicyTopologyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetrainRules QUALITY_ALONE = new RetrainRules(
            RetrainRules.DriftSeverity.HIGH,
            Optional.of(20.0),
            Optional.empty(),
            OptionalInt.empty(),
            RetrainRules.Combine.ANY,
            1,
            Duration.ZERO,
            4);

    private final MonitorDriver monitor = new MonitorDriver(START);
    private final World world = new World(5);

    @BeforeEach
    void qualityAsksForRuns() {
        var reference = World.reference(World.DRIFT, World.RETRAIN.with(QUALITY_ALONE));
        monitor.references.put(World.V1, new ReferenceLookup.Known(reference));
        monitor.references.put(World.V2, new ReferenceLookup.Known(reference));
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    @Test
    void aLossOfQualityAsksForOneRunOnceEnoughLabelsHaveCome() {
        monitor.happen(activated(World.V1));
        monitor.perform(quality(1, 130));
        serve(10, 10);
        assertThat(monitor.requests()).as("100 labels").isEmpty();
        serve(10, 10);

        assertThat(monitor.requests()).singleElement().satisfies(request -> {
            assertThat(request.getTriggerId())
                    .startsWith("performance-homes-v1-")
                    .endsWith("-1");
            assertThat(request.getReasons().getFirst())
                    .isEqualTo("performance: wmape 30.00 % worse than at training time over fast, threshold 20.00 %");
            assertThat(request.getReplayFrom()).isNull();
        });
        assertThat(monitor.letters()).isEmpty();
    }

    @Test
    void qualityThatIsReadWhileTheBundleIsMissingCountsOnceItIsThere() {
        ReferenceLookup known = Objects.requireNonNull(monitor.references.get(World.V1));
        monitor.references.put(World.V1, new ReferenceLookup.Missing("the registry is away."));
        monitor.happen(activated(World.V1));
        monitor.perform(quality(1, 110));
        monitor.perform(quality(1, 130));
        monitor.references.put(World.V1, known);
        serve(20, 10);

        assertThat(monitor.requests()).hasSize(1);
        assertThat(monitor.entries(DriftNames.POLICIES)).as("nothing waits").isEqualTo(1);
    }

    @Test
    void theQualityOfAVersionThatNoLongerAnswersAsksForNothing() {
        monitor.happen(activated(World.V1));
        monitor.happen(activated(World.V2));
        monitor.perform(quality(1, 130));
        serve(20, 20);

        assertThat(monitor.requests()).isEmpty();
    }

    @Test
    void aLossThatWasWrittenLongAgoIsNoNews() {
        monitor.happen(activated(World.V1));
        monitor.pipe(
                Topics.PERFORMANCE,
                monitor.topics
                        .of(Topics.PERFORMANCE)
                        .values()
                        .serializer()
                        .serialize(Topics.PERFORMANCE.name(), quality(1, 130)),
                START.minus(Duration.ofHours(2)));
        serve(20, 20);

        assertThat(monitor.requests()).isEmpty();
    }

    @Test
    void aReadingThatIsNoneBecomesADeadLetter() {
        monitor.pipe(Topics.POLICY_READINGS, new byte[] {1, 2, 3}, START);

        assertThat(monitor.letters()).extracting(DeadLetter::getTopic).containsExactly(Topics.POLICY_READINGS.name());
        assertThat(monitor.requests()).extracting(RetrainRequest::getTriggerId).isEmpty();
    }

    private void serve(int seconds, int labelsPerSecond) {
        for (int second = 0; second < seconds; second++) {
            List<Prediction> predictions = world.second(World.V1, monitor.now(), 60);
            monitor.predict(predictions);
            monitor.label(predictions.subList(0, labelsPerSecond).stream()
                    .map(prediction -> World.outcome(prediction, OutcomeStatus.MATCHED))
                    .toList());
            monitor.tick();
        }
        monitor.settle();
    }

    private static Performance quality(int version, double wmape) {
        return Performance.newBuilder()
                .setModel(World.MODEL)
                .setVersion(version)
                .setVariant("champion")
                .setWindow("fast")
                .setWindowStart(START)
                .setWindowEnd(START)
                .setPredictions(400)
                .setLabelled(300)
                .setMetrics(Map.of("wmape", wmape))
                .setBaseline(Map.of("wmape", 100.0))
                .build();
    }

    private static TimelineEvent activated(VersionKey version) {
        return TimelineEvent.newBuilder()
                .setEventId("activated-" + version.version())
                .setModel(version.model())
                .setTime(START)
                .setActor("ana")
                .setFact(new Activated(
                        ActivationCause.PROMOTION,
                        new VersionRef(version.version(), version.bundleSha256()),
                        List.of(),
                        List.of()))
                .build();
    }
}
