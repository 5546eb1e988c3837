package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterFilterTest {
    private static final KafkaSettings SETTINGS = new KafkaSettings("nowhere:1", "test.", Map.of());

    @ParameterizedTest
    @CsvSource({
        "prediction-requests,  true",
        "ground-truth,         true",
        "ground-truth-moved,   true",
        "retrain-requests,     true",
        "predictions,          false",
        "outcomes,             false",
        "drift-panes,          false",
        "performance-panes,    false",
        "model-timeline,       false"
    })
    void byDefaultOnlyWhatOneServiceReadsIsSentAgain(String topic, boolean sent) {
        LetterFilter filter = LetterFilter.of(SETTINGS, null, null, null);

        assertThat(filter.matches(letter(topic, true))).isTrue();
        assertThat(filter.mayBeSent(letter(topic, true), false)).isEqualTo(sent);
        assertThat(filter.mayBeSent(letter(topic, true), true)).isEqualTo(sent);
        assertThat(filter.warning()).isEmpty();
    }

    @Test
    void aTopicWithManyReadersHasToBeNamedAndIsWarnedOf() {
        LetterFilter filter = LetterFilter.of(SETTINGS, "predictions", null, null);

        assertThat(filter.mayBeSent(letter("predictions", true), false)).isTrue();
        assertThat(filter.mayBeSent(letter("prediction-requests", true), false)).isFalse();
        assertThat(filter.warning())
                .hasValueSatisfying(warning -> assertThat(warning).contains("test.predictions", "a second time"));
        assertThat(LetterFilter.of(SETTINGS, "ground-truth", null, null).warning())
                .isEmpty();
    }

    @Test
    void whatCannotSucceedIsSentAgainOnlyWhenAskedFor() {
        LetterFilter filter = LetterFilter.of(SETTINGS, null, "MALFORMED", "homes");

        assertThat(filter.mayBeSent(letter("prediction-requests", false), false))
                .isFalse();
        assertThat(filter.mayBeSent(letter("prediction-requests", false), true)).isTrue();
        assertThat(LetterFilter.of(SETTINGS, null, "OTHER", null).matches(letter("prediction-requests", true)))
                .isFalse();
        assertThat(LetterFilter.of(SETTINGS, null, null, "other").matches(letter("prediction-requests", true)))
                .isFalse();
    }

    @Test
    void aTopicThatIsNotInTheCatalogueIsRefused() {
        assertThatThrownBy(() -> LetterFilter.of(SETTINGS, "predictoins", null, null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("predictoins")
                .hasMessageContaining("prediction-requests");
    }

    private static DeadLetter letter(String topic, boolean redrivable) {
        return DeadLetter.newBuilder()
                .setService("service")
                .setReason("MALFORMED")
                .setMessage("")
                .setTopic("test." + topic)
                .setPartition(0)
                .setOffset(0)
                .setTimestampMs(0)
                .setModel("homes")
                .setRedrivable(redrivable)
                .setFailedAt(Instant.EPOCH)
                .build();
    }
}
