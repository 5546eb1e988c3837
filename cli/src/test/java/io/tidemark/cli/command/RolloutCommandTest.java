package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RolloutCommandTest {
    @Test
    void evidenceIsANumberWhilePeopleCanReadIt() {
        assertThat(RolloutCommand.evidence(0)).isEqualTo("1.00");
        assertThat(RolloutCommand.evidence(Math.log10(20))).isEqualTo("20.0");
        assertThat(RolloutCommand.evidence(-0.04)).isEqualTo("0.912");
        assertThat(RolloutCommand.evidence(6.2)).isEqualTo("10^6");
        assertThat(RolloutCommand.evidence(-12)).isEqualTo("10^-12");
    }
}
