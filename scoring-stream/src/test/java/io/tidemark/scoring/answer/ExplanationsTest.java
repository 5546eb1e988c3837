package io.tidemark.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
    private static final int REQUESTS = 20_000;

    @Test
    void theSampleIsAsLargeAsTheShare() {
        assertThat(sample(0)).isEmpty();
        assertThat((double) sample(0.01).size() / REQUESTS).isBetween(0.007, 0.013);
        assertThat((double) sample(0.5).size() / REQUESTS).isBetween(0.49, 0.51);
        assertThat(sample(1)).hasSize(REQUESTS);
    }

    @Test
    void aShareThatGrowsKeepsWhatItHad() {
        assertThat(sample(0.1)).containsAll(sample(0.01));
    }

    private static List<String> sample(double share) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> "request-" + i)
                .filter(id -> Explanations.isSampled(id, share))
                .toList();
    }
}
