package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.ToyUpdate;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.view.UpdateChecks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One random stream of updates and requests: what the scorer answered with is, value by value, what training joins to
/// the same requests afterwards. Updates come out of order, in ties, with nulls; requests too, older ones among them.
class StreamedEqualsJoinedTest {
    private static final int EVENTS = 3_000;
    private static final List<String> ENTITIES = List.of("a", "b", "c", "d");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void scorerAndTrainerSeeTheSameValues(long seed) {
        Random random = new Random(seed);
        ToyModel model = ToyModel.withViews(1);
        PastUpdates log = new PastUpdates();
        List<Prediction> answers = new ArrayList<>();
        List<PredictionRequest> requests = new ArrayList<>();
        List<Instant> arrivals = new ArrayList<>();
        try (ScoringDriver driver = new ScoringDriver(folder)) {
            driver.serve(new ReadyActivation(5, "activation-5", model.serving(), List.of()));
            for (int i = 0; i < EVENTS; i++) {
                driver.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
                Instant now = driver.clock.instant();
                String entity = ENTITIES.get(random.nextInt(ENTITIES.size()));
                // Up to a minute and a half late, in steps of 10 s: longer than a time to live, and often at one time.
                Instant time = now.minusSeconds(10L * random.nextInt(10));
                if (random.nextInt(3) == 0) {
                    PredictionRequest request = request(i, entity, time, random);
                    driver.requests.pipeInput(
                            new TestRecord<>(entity.getBytes(StandardCharsets.UTF_8), driver.encode(request), now));
                    requests.add(request);
                    arrivals.add(now);
                    answers.add(driver.predictions.readValue());
                } else {
                    FeatureUpdate update = update(entity, time, random);
                    driver.send(update);
                    // Known from its arrival on, and not from its event time on: the scorer did not know it before.
                    log.add(UpdateChecks.toViewUpdate(update), now.toEpochMilli());
                }
            }
        }

        ViewJoin views = model.serving().views();
        Map<String, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            PredictionRequest request = requests.get(i);
            long arrivalMs = arrivals.get(i).toEpochMilli();
            Map<String, @Nullable Object> joined = views.join(
                    request.getFeatures(),
                    request.getEventTime().toEpochMilli(),
                    view -> log.at(view.name(), request.getEntityId(), arrivalMs),
                    (view, outcome) -> outcomes.merge(outcome.name(), 1, Integer::sum));
            assertThat(joined)
                    .as("request %s of seed %s", i, seed)
                    .isEqualTo(answers.get(i).getFeatures());
        }
        assertThat(outcomes).as("each kind of end is among them").containsOnlyKeys("GIVEN", "HIT", "STALE", "MISS");
    }

    private static PredictionRequest request(int number, String entity, Instant time, Random random) {
        Map<String, Object> features = new HashMap<>(Map.of("region", "coast", "rooms", 3L));
        if (random.nextInt(10) == 0) {
            features.put("income", 17.0);
        }
        return PredictionRequest.newBuilder(ToyRequest.of("request-" + number, features))
                .setEntityId(entity)
                .setEventTime(time)
                .build();
    }

    private static FeatureUpdate update(String entity, Instant time, Random random) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("income", random.nextInt(5) == 0 ? null : (Object) random.nextDouble());
        if (random.nextBoolean()) {
            values.put("other", random.nextLong());
        }
        return ToyUpdate.of("wealth", entity, Duration.between(ToyRequest.TIME, time), values);
    }
}
