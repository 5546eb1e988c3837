package io.tidemark.feedback.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.join.JoinEvent.Corrected;
import io.tidemark.feedback.join.JoinEvent.Expired;
import io.tidemark.feedback.join.JoinEvent.LabelEnded;
import io.tidemark.feedback.join.JoinEvent.LabelRefused;
import io.tidemark.feedback.join.JoinEvent.Matched;
import io.tidemark.feedback.join.JoinEvent.Predicted;
import io.tidemark.feedback.join.JoinEvent.RepeatedPrediction;
import io.tidemark.streamkit.deadletter.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestJoinTest {
    private static final long HORIZON = Requests.HORIZON_MS;
    private static final long WAIT = Requests.WAIT_MS;
    private static final long CLOCK = 100 * HORIZON;

    private final RequestJoin join = new RequestJoin(Requests.TERMS);
    private final RequestState state = new RequestState();

    @Test
    void aPredictionWaitsAndItsLabelMatches() {
        assertThat(predict("homes", 100)).hasOnlyElementsOfType(Predicted.class);
        List<JoinEvent> events = label("homes", 90.0, 0);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOfSatisfying(Matched.class, matched -> {
            assertThat(matched.now().outcome().getStatus()).isEqualTo(OutcomeStatus.MATCHED);
            assertThat(matched.now().outcome().getLabel()).isEqualTo(90.0);
        });
        assertThat(ends(events)).containsExactly(LabelEnd.JOINED);
        assertThat(state.labels()).isEmpty();
    }

    @Test
    void aLabelWaitsAndItsPredictionMatches() {
        assertThat(label(null, 90.0, 2)).isEmpty();
        List<JoinEvent> events = predict("homes", 100);
        assertThat(events)
                .extracting(JoinEvent::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Predicted", "LabelEnded", "Matched");
    }

    @Test
    void ofPendingLabelsTheHighestRevisionIsJoinedAndTheOthersAreStale() {
        assertThat(label("homes", 1.0, 1)).isEmpty();
        assertThat(ends(label("homes", 3.0, 3))).containsExactly(LabelEnd.STALE);
        assertThat(ends(label("homes", 2.0, 2))).containsExactly(LabelEnd.STALE);
        assertThat(ends(label("homes", 33.0, 3))).containsExactly(LabelEnd.DUPLICATE);
        assertThat(matched(predict("homes", 100)).getLabel()).isEqualTo(3.0);
    }

    /// As if the prediction had come first: there the label of the lower revision is stale at once.
    @Test
    void ofPendingLabelsThatNameAModelAndNoneTheOneThatIsOutdoneIsStale() {
        label(null, 104.0, 2);
        label("a", 97.0, 1);
        List<JoinEvent> events = predict("a", 100);
        assertThat(matched(events).getRevision()).isEqualTo(2);
        assertThat(ends(events)).containsExactly(LabelEnd.JOINED, LabelEnd.STALE);
        assertThat(state.labels())
                .as("kept for another model's prediction")
                .singleElement()
                .matches(HeldLabel::used);
    }

    @Test
    void aCorrectionNamesTheOutcomeThatItReplaces() {
        predict("homes", 100);
        label("homes", 90.0, 0);
        assertThat(label("homes", 80.0, 4).getFirst()).isInstanceOfSatisfying(Corrected.class, corrected -> {
            assertThat(corrected.before().outcome().getLabel()).isEqualTo(90.0);
            assertThat(corrected.now().outcome().getLabel()).isEqualTo(80.0);
            assertThat(corrected.now().outcome().getRevision()).isEqualTo(4);
            assertThat(corrected.now().outcome().getStatus()).isEqualTo(OutcomeStatus.CORRECTED);
        });
        assertThat(ends(label("homes", 70.0, 4))).containsExactly(LabelEnd.DUPLICATE);
        assertThat(ends(label("homes", 70.0, 3))).containsExactly(LabelEnd.STALE);
    }

    @Test
    void theHorizonIsExclusive() {
        predict("homes", 100);
        assertThat(join.elapse(state, HORIZON - 1)).isEmpty();
        assertThat(join.elapse(state, HORIZON)).hasOnlyElementsOfType(Expired.class);
        assertThat(ends(label("homes", 1.0, 0))).containsExactly(LabelEnd.LATE);
        assertThat(join.elapse(state, 2 * HORIZON - 1)).isEmpty();
        assertThat(state.isEmpty()).isFalse();
        assertThat(join.elapse(state, 2 * HORIZON)).isEmpty();
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void whetherALabelIsLateIsAMatterOfItsTimestampNotOfWhenItIsRead() {
        predict("homes", 100);
        assertThat(ends(labelAt("homes", 90.0, 0, HORIZON))).containsExactly(LabelEnd.LATE);
        assertThat(matched(labelAt("homes", 80.0, 0, HORIZON - 1)).getLabel()).isEqualTo(80.0);
        assertThat(ends(labelAt("homes", 70.0, 1, HORIZON))).containsExactly(LabelEnd.LATE);
        assertThat(ends(labelAt("homes", 80.0, 0, HORIZON))).containsExactly(LabelEnd.DUPLICATE);
        assertThat(labelAt("homes", 70.0, 1, HORIZON - 1).getFirst()).isInstanceOf(Corrected.class);
    }

    @Test
    void aLabelThatIsReadBeforeItsPredictionMayBeLateToo() {
        assertThat(labelAt("homes", 90.0, 1, HORIZON)).isEmpty();
        assertThat(labelAt(null, 80.0, 0, HORIZON - 1)).isEmpty();
        List<JoinEvent> events = predict("homes", 100);
        assertThat(ends(events)).containsExactly(LabelEnd.LATE, LabelEnd.JOINED);
        assertThat(matched(events).getLabel()).isEqualTo(80.0);
    }

    @Test
    void aLabelFromTheFutureCountsAsOfNow() {
        predict("homes", 100);
        HeldLabel ahead = Requests.heldAt(Requests.label("homes", 90.0, 0), 5 * HORIZON);
        assertThat(ends(join.label(state, ahead, HORIZON - 1))).containsExactly(LabelEnd.JOINED);
    }

    @Test
    void aCorrectionAfterTheHorizonIsLateAndAnOldRevisionIsNot() {
        predict("homes", 100);
        label("homes", 90.0, 1);
        assertThat(join.elapse(state, HORIZON)).isEmpty();
        assertThat(ends(label("homes", 80.0, 2))).containsExactly(LabelEnd.LATE);
        assertThat(ends(label("homes", 80.0, 1))).containsExactly(LabelEnd.DUPLICATE);
        assertThat(ends(label("homes", 80.0, 0))).containsExactly(LabelEnd.STALE);
    }

    @Test
    void aLabelThatNobodyWantsIsOrphaned() {
        label("homes", 1.0, 0);
        assertThat(join.elapse(state, WAIT - 1)).isEmpty();
        assertThat(ends(join.elapse(state, WAIT))).containsExactly(LabelEnd.ORPHANED);
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void aUsedLabelIsForgottenInSilence() {
        predict("homes", 100);
        label(null, 90.0, 0);
        assertThat(state.labels()).hasSize(1);
        assertThat(join.elapse(state, WAIT)).noneMatch(LabelEnded.class::isInstance);
        assertThat(state.labels()).isEmpty();
    }

    @Test
    void aLabelThatNamesNoModelGoesToEachThatAnsweredTheRequest() {
        predict("homes", 100);
        assertThat(ends(label(null, 90.0, 0))).containsExactly(LabelEnd.JOINED);
        List<JoinEvent> second = predict("flats", 50);
        assertThat(matched(second).getLabel()).isEqualTo(90.0);
        assertThat(ends(second)).isEmpty();
        assertThat(ends(label(null, 91.0, 0))).containsExactly(LabelEnd.DUPLICATE);
    }

    @Test
    void aLabelThatNamesAModelGoesToNoOther() {
        predict("homes", 100);
        assertThat(label("flats", 90.0, 0)).isEmpty();
        assertThat(matched(label("homes", 80.0, 0)).getLabel()).isEqualTo(80.0);
        assertThat(matched(predict("flats", 50)).getLabel()).isEqualTo(90.0);
    }

    @Test
    void aSecondPredictionOfAModelIsLeftOut() {
        predict("homes", 100);
        assertThat(predict("homes", 200)).containsExactly(new RepeatedPrediction("homes"));
    }

    @Test
    void aLabelThatTheModelCannotHaveIsRefusedAndLeavesNothing() {
        predict("homes", 100);
        for (Object bad : new Object[] {"cheap", true, -1.0, 1_001L}) {
            assertThat(label("homes", bad, 5)).singleElement().isInstanceOf(LabelRefused.class);
        }
        assertThat(state.labels()).isEmpty();
        assertThat(matched(label("homes", 90.0, 0)).getLabel()).isEqualTo(90.0);
        assertThat(label("homes", "cheap", 1)).singleElement().isInstanceOfSatisfying(LabelRefused.class, refused -> {
            assertThat(refused.fault().reason()).isEqualTo(Reason.WRONG_TYPE);
            assertThat(refused.fault().message()).contains("cheap", "expected a number");
        });
    }

    @Test
    void aPendingLabelThatTurnsOutBadIsRefusedAndTheNextOneCounts() {
        label("homes", "cheap", 5);
        label(null, 90.0, 0);
        List<JoinEvent> events = predict("homes", 100);
        assertThat(events).filteredOn(LabelRefused.class::isInstance).hasSize(1);
        assertThat(matched(events).getLabel()).isEqualTo(90.0);
    }

    @Test
    void ofOneRequestOnlySoManyLabelsWait() {
        for (int i = 0; i < RequestJoin.MOST_LABELS; i++) {
            assertThat(label("model-" + i, 1.0, 0)).isEmpty();
        }
        assertThat(label("homes", 1.0, 0)).singleElement().isInstanceOfSatisfying(LabelRefused.class, refused -> {
            assertThat(refused.fault().reason()).isEqualTo(Reason.TOO_MANY);
            assertThat(refused.fault().message()).contains("16 labels of the request 'r'", "once the prediction has");
        });
        assertThat(state.labels()).hasSize(RequestJoin.MOST_LABELS);
        assertThat(ends(label("model-0", 2.0, 1)))
                .as("a higher revision takes a place")
                .containsExactly(LabelEnd.STALE);
        predict("homes", 100);
        assertThat(matched(label("homes", 1.0, 0)).getLabel())
                .as("what need not wait")
                .isEqualTo(1.0);
    }

    @Test
    void timeThatJumpsFarEndsEverythingAtOnce() {
        predict("homes", 100);
        label("flats", 1.0, 0);
        assertThat(join.elapse(state, Long.MAX_VALUE - 1))
                .extracting(JoinEvent::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Expired", "LabelEnded");
        assertThat(state.isEmpty()).isTrue();
        assertThat(state.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 300).boxed();
    }

    /// What a reader who has everything before him says: of the labels for a model, the highest revision, and of equal
    /// ones any.
    @ParameterizedTest
    @MethodSource("seeds")
    void anyOrderEndsInTheSameOutcomesAndEachPredictionAndLabelEndsOnce(int seed) {
        Random random = new Random(seed);
        List<OpenPrediction> predictions = new ArrayList<>();
        List<GroundTruth> labels = new ArrayList<>();
        for (String model : List.of("homes", "flats")) {
            if (random.nextInt(4) > 0) {
                predictions.add(Requests.prediction(model, random.nextInt(100)));
            }
        }
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String model = List.of("homes", "flats", "").get(random.nextInt(3));
            int revision = random.nextInt(4);
            // Equal revisions of one request say the same, as sources that repeat themselves do.
            labels.add(Requests.label(model.isEmpty() ? null : model, (double) revision, revision));
        }
        Map<String, Double> expected = new HashMap<>();
        for (OpenPrediction prediction : predictions) {
            labels.stream()
                    .filter(l -> l.getModel() == null || l.getModel().equals(prediction.model()))
                    .mapToInt(GroundTruth::getRevision)
                    .max()
                    .ifPresent(revision -> expected.put(prediction.model(), (double) revision));
        }

        List<Object> arrivals = new ArrayList<>(predictions);
        arrivals.addAll(labels);
        Collections.shuffle(arrivals, random);
        RequestState shuffled = new RequestState();
        List<JoinEvent> events = new ArrayList<>();
        for (Object arrival : arrivals) {
            events.addAll(
                    arrival instanceof OpenPrediction prediction
                            ? join.prediction(shuffled, prediction, 0, 0)
                            : join.label(shuffled, Requests.held((GroundTruth) arrival), 0));
        }
        events.addAll(join.elapse(shuffled, Long.MAX_VALUE - 1));

        Map<String, Double> found = new HashMap<>();
        events.forEach(event -> {
            if (event instanceof Matched matched) {
                Outcome outcome = matched.now().outcome();
                assertThat(found.put(outcome.getModel(), (Double) outcome.getLabel()))
                        .isNull();
            } else if (event instanceof Corrected corrected) {
                Outcome outcome = corrected.now().outcome();
                assertThat(found.put(outcome.getModel(), (Double) outcome.getLabel()))
                        .isEqualTo(corrected.before().outcome().getLabel());
            }
        });
        assertThat(found).isEqualTo(expected);
        assertThat(events.stream().filter(Predicted.class::isInstance)).hasSize(predictions.size());
        assertThat(events.stream().filter(Expired.class::isInstance)).hasSize(predictions.size() - expected.size());
        assertThat(ends(events)).hasSize(labels.size());
        assertThat(shuffled.isEmpty()).isTrue();
    }

    private List<JoinEvent> predict(String model, double value) {
        return join.prediction(state, Requests.prediction(model, value), 0, CLOCK);
    }

    private List<JoinEvent> label(@Nullable String model, Object value, int revision) {
        return join.label(state, Requests.held(Requests.label(model, value, revision)), CLOCK);
    }

    private List<JoinEvent> labelAt(@Nullable String model, Object value, int revision, long timeMs) {
        return join.label(state, Requests.heldAt(Requests.label(model, value, revision), timeMs), CLOCK);
    }

    private static Outcome matched(List<JoinEvent> events) {
        return events.stream()
                .filter(Matched.class::isInstance)
                .map(event -> ((Matched) event).now().outcome())
                .findFirst()
                .orElseThrow();
    }

    private static List<LabelEnd> ends(List<JoinEvent> events) {
        return events.stream()
                .filter(LabelEnded.class::isInstance)
                .map(event -> ((LabelEnded) event).end())
                .toList();
    }

    @Test
    void endsAreListedInTheOrderOfTheirEvents() {
        predict("homes", 100);
        List<JoinEvent> both = new ArrayList<>(label("flats", 1.0, 0));
        both.addAll(label("flats", 1.0, 1));
        both.addAll(label("homes", 1.0, 0));
        assertThat(ends(both)).containsExactly(LabelEnd.STALE, LabelEnd.JOINED);
        assertThat(state.predictions())
                .extracting(HeldPrediction::model, HeldPrediction::dueMs)
                .containsExactly(tuple("homes", HORIZON));
    }
}
