package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.ToyUpdate;
import io.tidemark.scoring.replay.AnswererChoice;
import io.tidemark.scoring.replay.LiveEnds;
import io.tidemark.scoring.replay.RangeBound;
import io.tidemark.scoring.replay.Replay;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One random stream of updates and requests, answered by the stream and written to the log: a replay of the log gives
/// the same features and values, late updates, ties, and updates that were on their way for longer than requests that
/// came after them.
@WithStack
class ReplayedViewsTest {
    private static final long SEED = 21;
    private static final int EVENTS = 600;
    private static final List<String> ENTITIES = List.of("a", "b", "c", "d");

    @TempDir
    Path folder;

    private final TestStack stack;
    private final Random random = new Random(SEED);
    private final ToyModel model = ToyModel.withViews(1);

    /// Between the toys' time and now, less a few hours: a broker deletes records of years ago.
    private final Duration shift = Duration.between(
                    ToyRequest.TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .minusHours(5);

    ReplayedViewsTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void aReplayJoinsWhatWasKnownWhenTheRequestCame() {
        TopicBinding topics = created("punctual-");
        List<Prediction> live = streamed(topics, Duration.ZERO);

        List<Prediction> replayed = replayed(topics, new LiveEnds(range(topics)));

        assertThat(essence(replayed)).as("seed %s", SEED).isEqualTo(essence(live));
        assertThat(live)
                .extracting(answer -> answer.getFeatures().get("income"))
                .contains(1L);
    }

    @Test
    void anUpdateThatWasOnItsWayIsAsUnknownInAReplay() {
        TopicBinding topics = created("late-");
        List<Prediction> live = streamed(topics, Duration.ofSeconds(30));
        LiveEnds ends = new LiveEnds(range(topics));
        ends.readPredictions(topics, ToyModel.NAME);

        List<Prediction> replayed = replayed(topics, ends);

        assertThat(essence(replayed)).as("seed %s", SEED).isEqualTo(essence(live));
        assertThat(essence(replayed(topics, new LiveEnds(range(topics)))))
                .as("timestamps alone do not tell")
                .isNotEqualTo(essence(live));
    }

    @Test
    void anUpdateThatBecameADeadLetterIsAsUnknownInAReplayWhateverTheClockSays() {
        TopicBinding topics = created("refused-");
        List<Prediction> live;
        try (ScoringDriver driver = new ScoringDriver(folder);
                KafkaProducer<String, SpecificRecord> log = stack.producer()) {
            driver.serve(new ReadyActivation(5, "activation-5", model.serving(), List.of()));
            // An hour and a half ahead of the stream's clock; in the log its timestamp says that it is not.
            FeatureUpdate update = ToyUpdate.income(Duration.ofMinutes(90), 2.5);
            driver.send(update);
            DeadLetter letter = driver.letters.readValue();
            write(
                    log,
                    topics.of(Topics.FEATURE_UPDATES),
                    ToyUpdate.ENTITY,
                    shifted(update),
                    ToyRequest.TIME.plus(shift).plus(Duration.ofMinutes(80)),
                    new RecordHeaders());
            write(
                    log,
                    topics.of(Topics.DEAD_LETTERS),
                    ToyUpdate.ENTITY,
                    DeadLetter.newBuilder(letter)
                            .setTopic(topics.of(Topics.FEATURE_UPDATES).name())
                            .build(),
                    ToyRequest.TIME.plus(shift),
                    new RecordHeaders());
            driver.clock.advance(Duration.ofMinutes(90));
            PredictionRequest request = request(0, ToyUpdate.ENTITY, driver.clock.instant());
            driver.requests.pipeInput(new TestRecord<>(
                    ToyUpdate.ENTITY.getBytes(StandardCharsets.UTF_8), driver.encode(request), driver.clock.instant()));
            live = List.of(driver.predictions.readValue());
            write(
                    log,
                    topics.of(Topics.REQUESTS),
                    ToyUpdate.ENTITY,
                    shifted(request),
                    driver.clock.instant().plus(shift),
                    new RecordHeaders());
        }

        assertThat(essence(replayed(topics, new LiveEnds(range(topics))))).isEqualTo(essence(live));
    }

    private static List<Tuple> essence(List<Prediction> answers) {
        return answers.stream()
                .map(answer -> tuple(answer.getRequestId(), answer.getFeatures(), answer.getValue()))
                .toList();
    }

    private List<Prediction> replayed(TopicBinding topics, LiveEnds ends) {
        List<Prediction> replayed = new ArrayList<>();
        new Replay(topics, ToyModel.NAME, AnswererChoice.always(model.serving()), ends)
                .run(range(topics), () -> {}, answer -> replayed.add(((Replayed.Answered) answer).prediction()));
        return replayed;
    }

    private static RequestRange range(TopicBinding topics) {
        return RequestRange.resolve(
                topics.settings(), topics.of(Topics.REQUESTS).name(), RangeBound.OPEN, RangeBound.OPEN);
    }

    /// Topics of one partition each, for one test.
    private TopicBinding created(String name) {
        String prefix = stack.prefix() + name;
        new TopicAdmin(stack.admin(), prefix).create(OptionalInt.of(1));
        return new TopicBinding(
                new KafkaSettings(stack.bootstrapServers(), prefix, Map.of(RegistrySettings.URL, stack.registryUrl())));
    }

    /// Lets the stream answer, and writes each record with its timestamp to the log too.
    ///
    /// @param way how long an update is on its way at most
    private List<Prediction> streamed(TopicBinding topics, Duration way) {
        List<Prediction> answers = new ArrayList<>();
        try (ScoringDriver driver = new ScoringDriver(folder);
                KafkaProducer<String, SpecificRecord> log = stack.producer()) {
            driver.serve(new ReadyActivation(5, "activation-5", model.serving(), List.of()));
            for (int i = 0; i < EVENTS; i++) {
                driver.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
                Instant now = driver.clock.instant();
                String entity = ENTITIES.get(random.nextInt(ENTITIES.size()));
                // Up to a minute and a half late: longer than a time to live, and often at one time.
                Instant time = now.minusSeconds(10L * random.nextInt(10));
                if (random.nextInt(3) == 0) {
                    PredictionRequest request = request(i, entity, time);
                    driver.requests.pipeInput(
                            new TestRecord<>(entity.getBytes(StandardCharsets.UTF_8), driver.encode(request), now));
                    TestRecord<String, Prediction> answer = driver.predictions.readRecord();
                    answers.add(answer.value());
                    write(
                            log,
                            topics.of(Topics.REQUESTS),
                            entity,
                            shifted(request),
                            now.plus(shift),
                            new RecordHeaders());
                    write(
                            log,
                            topics.of(Topics.PREDICTIONS),
                            answer.key(),
                            inLog(answer.value(), topics.of(Topics.REQUESTS).name()),
                            now.plus(shift),
                            answer.headers());
                } else {
                    FeatureUpdate update = ToyUpdate.of(
                            "wealth",
                            entity,
                            Duration.between(ToyRequest.TIME, time),
                            Map.of("income", random.nextDouble()));
                    driver.send(update);
                    Instant sent = now.minusMillis(random.nextLong(way.toMillis() + 1));
                    write(
                            log,
                            topics.of(Topics.FEATURE_UPDATES),
                            entity,
                            shifted(update),
                            sent.plus(shift),
                            new RecordHeaders());
                }
            }
        }
        return answers;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // closing the producer waits for it
    private void write(
            KafkaProducer<String, SpecificRecord> log,
            Topic<?> topic,
            String key,
            SpecificRecord value,
            Instant time,
            Headers headers) {
        log.send(new ProducerRecord<>(topic.name(), null, time.toEpochMilli(), key, value, headers));
    }

    /// The answer as it would be on the log, whose topics have a prefix.
    private static Prediction inLog(Prediction answer, String requests) {
        RequestCoordinates source = answer.getSource();
        return Prediction.newBuilder(answer)
                .setSource(new RequestCoordinates(requests, source.getPartition(), source.getOffset()))
                .build();
    }

    private PredictionRequest shifted(PredictionRequest request) {
        return PredictionRequest.newBuilder(request)
                .setEventTime(request.getEventTime().plus(shift))
                .build();
    }

    private FeatureUpdate shifted(FeatureUpdate update) {
        return FeatureUpdate.newBuilder(update)
                .setEventTime(update.getEventTime().plus(shift))
                .build();
    }

    private PredictionRequest request(int number, String entity, Instant time) {
        Map<String, Object> features = new HashMap<>(Map.of("region", "coast", "rooms", 3L));
        if (random.nextInt(10) == 0) {
            features.put("income", 17.0);
        }
        return PredictionRequest.newBuilder(ToyRequest.of("request-" + number, features))
                .setEntityId(entity)
                .setEventTime(time)
                .build();
    }
}
