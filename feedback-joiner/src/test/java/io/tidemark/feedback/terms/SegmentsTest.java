package io.tidemark.feedback.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.feedback.terms.Segments.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private final Segments segments = new Segments(Map.of("grade", List.of("1", "2")));

    @Test
    void eachRowBelongsToTheWholeAndToOnePartPerFeature() {
        assertThat(segments.of(Map.of("grade", 2L, "rooms", 3L)))
                .containsExactly(Segment.ALL, new Segment("grade", "2"));
        assertThat(segments.of(Map.of("grade", 2.0))).contains(new Segment("grade", "2"));
        assertThat(segments.of(Map.of("grade", "2"))).contains(new Segment("grade", "2"));
    }

    @Test
    void trafficCannotMakeUpParts() {
        assertThat(segments.of(Map.of("grade", 99L))).contains(new Segment("grade", Segments.OTHER));
        assertThat(segments.of(Map.of())).contains(new Segment("grade", Segments.MISSING));
        Map<String, @Nullable Object> none = new HashMap<>();
        none.put("grade", null);
        assertThat(segments.of(none)).contains(new Segment("grade", Segments.MISSING));
    }

    @Test
    void withoutSegmentsThereIsTheWholeOnly() {
        assertThat(Segments.NONE.of(Map.of("grade", 1L))).containsExactly(Segment.ALL);
        assertThat(Segment.ALL.asEvent()).isEmpty();
    }
}
