package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each bad record has its end, and the stream goes on.
class BadFeedbackTest {
    private static final byte[] KEY = "r".getBytes(StandardCharsets.UTF_8);

    private final FeedbackRig rig = new FeedbackRig();

    @BeforeEach
    void predict() {
        rig.predict(rig.prediction("r", 100));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void bytesThatAreNoLabelBecomeDeadLettersWithTheirBytes() {
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        rig.raw(Topics.GROUND_TRUTH, KEY, garbage, rig.now());
        DeadLetter letter = only();
        assertThat(letter.getReason()).isEqualTo("MALFORMED");
        assertThat(letter.getService()).isEqualTo("feedback-joiner");
        assertThat(letter.getTopic()).isEqualTo("ground-truth");
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(garbage));
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
        goesOn(1);
    }

    /// One request with labels of ever more models.
    @Test
    void labelsThatNoPredictionComesForFillTheStateOnlySoFar() {
        int labels = 300;
        for (int i = 0; i < labels; i++) {
            GroundTruth label = GroundTruth.newBuilder(rig.truth("bomb", 1.0))
                    .setModel("model-" + i)
                    .build();
            rig.label(label);
        }
        assertThat(rig.deadLetters())
                .hasSize(labels - 16)
                .allSatisfy(letter -> assertThat(letter.getReason()).isEqualTo("TOO_MANY"));
        assertThat(rig.labels("pending")).isEqualTo(16);
        assertThat(rig.labels("refused")).isEqualTo(labels - 16);
    }

    @Test
    void aLabelWithoutValueIsADeadLetter() {
        rig.raw(Topics.GROUND_TRUTH, KEY, null, rig.now());
        assertThat(only().getReason()).isEqualTo("NULL_VALUE");
        goesOn(1);
    }

    @Test
    void aLabelCutOffIsADeadLetter() {
        byte[] whole = rig.bytes(Topics.GROUND_TRUTH, rig.truth("r", 90.0));
        rig.raw(Topics.GROUND_TRUTH, KEY, Arrays.copyOf(whole, whole.length - 3), rig.now());
        assertThat(only().getReason()).isEqualTo("MALFORMED");
        goesOn(1);
    }

    @Test
    void aRecordFromBeyondAnyCalendarIsADeadLetter() {
        rig.raw(
                Topics.GROUND_TRUTH,
                KEY,
                rig.bytes(Topics.GROUND_TRUTH, rig.truth("r", 90.0)),
                Instant.ofEpochMilli(Long.MAX_VALUE));
        DeadLetter letter = only();
        assertThat(letter.getReason()).isEqualTo("TIMESTAMP_OUT_OF_RANGE");
        assertThat(letter.getTimestampMs()).isEqualTo(Long.MAX_VALUE);
        goesOn(1);
    }

    @Test
    void labelsThatTheModelCannotHaveAreDeadLetters() {
        rig.label(rig.truth("r", "cheap"));
        rig.label(rig.truth("r", true));
        rig.label(rig.truth("r", Double.NaN));
        rig.label(rig.truth("r", Double.POSITIVE_INFINITY));
        rig.label(rig.truth("r", 1_001.0));
        rig.label(rig.truth("r", "x".repeat(1_001)));
        assertThat(rig.deadLetters())
                .extracting(DeadLetter::getReason, DeadLetter::getModel, DeadLetter::getRequestId)
                .containsExactly(
                        tuple("WRONG_TYPE", "homes", "r"),
                        tuple("WRONG_TYPE", "homes", "r"),
                        tuple("NOT_FINITE", "homes", "r"),
                        tuple("NOT_FINITE", "homes", "r"),
                        tuple("OUT_OF_RANGE", "homes", "r"),
                        tuple("INVALID_FIELD", "homes", "r"));
        goesOn(6);
    }

    @Test
    void labelsWithoutSenseInThemselvesAreDeadLetters() {
        rig.label(rig.truth("r", 90.0, -1));
        rig.label(GroundTruth.newBuilder(rig.truth("r", 90.0))
                .setEventTime(Instant.EPOCH.minusMillis(1))
                .build());
        rig.label(GroundTruth.newBuilder(rig.truth("r", 90.0))
                .setEventTime(rig.now().plus(Duration.ofHours(2)))
                .build());
        rig.label(rig.truth(" ", 90.0));
        rig.label(GroundTruth.newBuilder(rig.truth("r", 90.0)).setModel("").build());
        rig.label(GroundTruth.newBuilder(rig.truth("r", 90.0)).setLabel(null).build());
        assertThat(rig.deadLetters())
                .extracting(DeadLetter::getReason)
                .containsExactly(
                        "INVALID_FIELD",
                        "TIMESTAMP_OUT_OF_RANGE",
                        "TIMESTAMP_OUT_OF_RANGE",
                        "INVALID_FIELD",
                        "INVALID_FIELD",
                        "INVALID_FIELD");
        goesOn(6);
    }

    /// It is known to be bad only once its model is known; then it is told with its own coordinates.
    @Test
    void aBadLabelThatCameBeforeItsPredictionBecomesADeadLetterWithIt() {
        rig.label(rig.truth("early", "cheap"));
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.labels("pending")).isEqualTo(1);
        Instant came = rig.now();
        rig.advance(Duration.ofSeconds(30));
        rig.predict(rig.prediction("early", 100));

        DeadLetter letter = only();
        assertThat(letter.getReason()).isEqualTo("WRONG_TYPE");
        assertThat(letter.getTopic()).isEqualTo("ground-truth");
        assertThat(letter.getOffset()).isZero();
        assertThat(letter.getTimestampMs()).isEqualTo(came.toEpochMilli());
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap("early".getBytes(StandardCharsets.UTF_8)));
        assertThat(rig.labels("pending")).isZero();
        goesOn(1);
    }

    /// Its record may have had any key and headers.
    @Test
    void theDeadLetterOfALabelThatWaitedHasItsRecordAsItCame() {
        byte[] value = rig.bytes(Topics.GROUND_TRUTH, rig.truth("early", "cheap"));
        rig.raw(Topics.GROUND_TRUTH, KEY, value, header("7".repeat(10)), rig.now());
        rig.advance(Duration.ofSeconds(1));
        rig.predict(rig.prediction("early", 100));

        DeadLetter letter = only();
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter.getHeaders()).singleElement().satisfies(header -> {
            assertThat(header.getKey()).isEqualTo("trace");
            assertThat(header.getValue()).isEqualTo(ByteBuffer.wrap(bytes("7".repeat(10))));
        });
    }

    @Test
    void ofALargeRecordTheLabelAloneIsKept() {
        byte[] value = rig.bytes(Topics.GROUND_TRUTH, rig.truth("early", "cheap"));
        rig.raw(Topics.GROUND_TRUTH, KEY, value, header("7".repeat(64 * 1024)), rig.now());
        rig.predict(rig.prediction("early", 100));

        DeadLetter letter = only();
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(bytes("early")));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter.getHeaders()).isEmpty();
    }

    private static Headers header(String value) {
        return new RecordHeaders().add("trace", bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLabelUnderAnyKeyFindsItsPrediction() {
        rig.raw(Topics.GROUND_TRUTH, null, rig.bytes(Topics.GROUND_TRUTH, rig.truth("r", 90.0)), rig.now());
        assertThat(rig.outcomes()).hasSize(1);
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void badPredictionsAreDeadLettersAndAreNotWaitedFor() {
        rig.raw(Topics.PREDICTIONS, KEY, "garbage".getBytes(StandardCharsets.UTF_8), rig.now());
        rig.raw(Topics.PREDICTIONS, KEY, rig.bytes(Topics.PREDICTIONS, rig.prediction("other", 1)), rig.now());
        rig.predict(rig.prediction("far", 1, 1, "coast", rig.now().plus(Duration.ofHours(2))));
        rig.predict(Prediction.newBuilder(rig.prediction("nameless", 1))
                .setModel(" ")
                .build());
        assertThat(rig.deadLetters())
                .extracting(DeadLetter::getReason)
                .containsExactly("MALFORMED", "INVALID_FIELD", "TIMESTAMP_OUT_OF_RANGE", "INVALID_FIELD");
        assertThat(rig.predictions("open")).isEqualTo(1);
        goesOn(0);
    }

    @Test
    void badPanesAreDeadLetters() {
        rig.raw(Topics.PERFORMANCE_PANES, KEY, "garbage".getBytes(StandardCharsets.UTF_8), rig.now());
        assertThat(only().getTopic()).isEqualTo("performance-panes");
        goesOn(0);
    }

    private DeadLetter only() {
        List<DeadLetter> letters = rig.deadLetters();
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private void goesOn(int refused) {
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.labels("refused")).isEqualTo(refused);
        rig.label(rig.truth("r", 90.0));
        assertThat(rig.outcomes()).extracting(Outcome::getLabel).containsExactly(90.0);
        assertThat(rig.labels("joined")).isEqualTo(1);
        assertThat(rig.deadLetters()).isEmpty();
    }
}
