package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import io.tidemark.stats.state.CorruptStateException;
import org.junit.jupiter.api.Test;

class VersionWindowsTest {
    private final Reference reference = World.reference();

    @Test
    void everySubjectIsJudgedOverEveryWindow() {
        VersionWindows windows = new VersionWindows(reference);
        windows.advance(60_000);
        assertThat(windows.round(60_000).distributions().all())
                .extracting(finding ->
                        finding.window().name() + " " + finding.subject().shown())
                .containsExactly(
                        "fast income",
                        "fast age",
                        "fast colour",
                        "fast prediction",
                        "slow income",
                        "slow age",
                        "slow colour",
                        "slow prediction");
    }

    @Test
    void windowsEndWhereTheyAreAskedTo() {
        VersionWindows windows = new VersionWindows(reference);
        windows.advance(60_000);
        assertThat(windows.round(60_000).distributions().all())
                .extracting(Finding::window)
                .allSatisfy(window -> assertThat(window.endMs()).isEqualTo(60_000))
                .anySatisfy(window -> assertThat(window.startMs()).isEqualTo(55_000))
                .anySatisfy(window -> assertThat(window.startMs()).isEqualTo(40_000));
    }

    @Test
    void countsOverOtherBinsAreRefused() {
        VersionWindows windows = new VersionWindows(reference);
        byte[] other = Histogram.of(new NumericBins(1, 2), 1.5).toBytes();
        assertThatThrownBy(() -> windows.add(new Subject.Feature("income"), 0, other, new byte[0]))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> windows.add(new Subject.Feature("height"), 0, other, new byte[0]))
                .hasMessageContaining("height");
    }
}
