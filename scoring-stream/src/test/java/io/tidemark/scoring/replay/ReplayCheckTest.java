package io.tidemark.scoring.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.streamkit.deadletter.Reason;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayCheckTest {
    private static final byte[] NONE = new byte[0];

    private final ReplayCheck check =
            new ReplayCheck(new LiveEnds(new RequestRange("requests", new TreeMap<>())), Map.of(0, 10L));

    @Test
    void whatTheScorerPassedAndNobodyAnsweredIsMissing() {
        check.accept(new Replayed.Refused(new RequestPlace(0, 9), Reason.MISSING_FEATURE, "no rooms"), NONE);
        check.accept(new Replayed.Unserved(new RequestPlace(0, 8)), NONE);

        assertThat(check.result().missing()).isEqualTo(2);
        assertThat(check.result().holds()).isFalse();
        assertThat(check.result().examples())
                .extracting(ReplayCheck.Difference::expected)
                .containsExactly("refused: MISSING_FEATURE", "no version served");
    }

    @Test
    void whatTheScorerHasNotReachedIsNoFault() {
        check.accept(new Replayed.Unserved(new RequestPlace(0, 10)), NONE);
        check.accept(new Replayed.Unserved(new RequestPlace(1, 0)), NONE);

        assertThat(check.result().pending()).isEqualTo(2);
        assertThat(check.result().holds()).isTrue();
    }

    @Test
    void deadLettersAreCountedByTheirReasons() {
        check.accept(new Replayed.GivenUp(new RequestPlace(0, 1), "EXPIRED"), NONE);
        check.accept(new Replayed.GivenUp(new RequestPlace(0, 2), "EXPIRED"), NONE);

        assertThat(check.result().givenUp()).isEqualTo(Map.of("EXPIRED", 2L));
        assertThat(check.result().holds()).isTrue();
    }
}
