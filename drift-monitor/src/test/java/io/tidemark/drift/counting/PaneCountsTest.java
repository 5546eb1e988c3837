package io.tidemark.drift.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.Reference;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PaneCountsTest {
    private final Reference reference = World.reference();

    @Test
    void countsSurviveTheStore() {
        PaneCounts counts = PaneCounts.over(reference);
        counts.addRow(new double[] {2.7, 30, 1}, 27);
        counts.addRow(new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}, Double.NaN);
        counts.addLabel(3, 250);
        PaneCounts read = PaneCounts.fromBytes(reference, counts.toBytes());
        assertThat(read.rows()).isEqualTo(2);
        assertThat(read.labels()).isEqualTo(1);
        assertThat(read.losses()).isEqualTo(250);
        assertThat(read.toBytes()).isEqualTo(counts.toBytes());
        assertThat(read.histograms()).isEqualTo(counts.histograms());
        assertThat(read.histograms())
                .allSatisfy(histogram -> assertThat(histogram.total()).isEqualTo(2));
        assertThat(PaneCounts.needReference(counts.toBytes())).isTrue();
        assertThat(PaneCounts.rowsOf(counts.toBytes())).isEqualTo(2);
    }

    @Test
    void whatAFormerBuildLeftUndeliveredIsReadAndDelivered() {
        StateWriter former = new StateWriter();
        former.writeByte((byte) 'P');
        former.writeCount(2);
        former.writeCount(1);
        former.writeCount(reference.profiles().size());
        reference
                .profiles()
                .forEach(profile -> Histogram.of(profile.bins(), 1, 2).writeTo(former));
        PaneCounts read = PaneCounts.fromBytes(reference, former.toBytes());
        assertThat(read.rows()).isEqualTo(2);
        assertThat(read.labels()).isEqualTo(1);
        assertThat(read.histograms())
                .hasSize(4)
                .allSatisfy(histogram -> assertThat(histogram.total()).isEqualTo(2));
    }

    @Test
    void withoutReferenceRowsAreOnlyCounted() {
        PaneCounts counts = PaneCounts.withoutReference();
        counts.addRow(new double[0], 27);
        counts.addLabel(3, 250);
        PaneCounts read = PaneCounts.fromBytes(counts.toBytes());
        assertThat(read.rows()).isEqualTo(1);
        assertThat(read.labels()).isEqualTo(1);
        assertThat(read.histograms()).isEmpty();
        assertThat(PaneCounts.needReference(counts.toBytes())).isFalse();
    }

    @Test
    void oneKindIsNotReadAsTheOther() {
        byte[] over = PaneCounts.over(reference).toBytes();
        byte[] without = PaneCounts.withoutReference().toBytes();
        assertThatThrownBy(() -> PaneCounts.fromBytes(over)).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> PaneCounts.fromBytes(reference, without)).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> PaneCounts.fromBytes(reference, Arrays.copyOf(over, over.length - 1)))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> PaneCounts.fromBytes(reference, Arrays.copyOf(over, over.length + 1)))
                .isInstanceOf(CorruptStateException.class);
    }
}
