package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengerShareTest {
    @Test
    void aShareIsReadInBasisPoints() {
        assertThat(ChallengerShare.parse("3=5%")).isEqualTo(new ChallengerShare("3", 500));
        assertThat(ChallengerShare.parse("canary=0.01%")).isEqualTo(new ChallengerShare("canary", 1));
        assertThat(ChallengerShare.parse("3=100%").basisPoints()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3=5", "=5%", "3=0%", "3=0.001%", "3=101%", "3=-1%"})
    void whatIsNoShareIsRefused(String text) {
        assertThatThrownBy(() -> ChallengerShare.parse(text)).hasMessageContaining("expected VERSION=SHARE");
    }

    @Test
    void sharesAreAtMostEverything() {
        ChallengerShare half = new ChallengerShare("3", 5_000);
        assertThatCode(() -> ChallengerShare.requireTogether(List.of(half, half)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ChallengerShare.requireTogether(List.of(half, half, new ChallengerShare("4", 1))))
                .hasMessageContaining("100.01 % together, expected at most 100 %");
    }
}
