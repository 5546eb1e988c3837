package io.tidemark.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaneTotalsTest {
    /// A row, and what a correction made of its label.
    record Row(double first, double corrected, double predicted) {}

    /// Some rows are corrected, in deltas cut anywhere; the batch sees the last labels only.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void streamedWithCorrectionsEqualsTheBatchToTheLastBit(int seed) {
        for (Task task : List.of(Task.REGRESSION, Task.BINARY)) {
            Random random = new Random(seed);
            List<Row> rows = rows(task, random, 400);
            List<PaneDelta> deltas = new ArrayList<>();
            List<Row> open = new ArrayList<>();
            PaneDelta delta = new PaneDelta(task, 0.5);
            for (Row row : rows) {
                delta.take(new Change.Predicted(row.predicted(), 2));
                delta.take(new Change.Labelled(row.first(), row.predicted(), 10));
                if (row.corrected() != row.first()) {
                    open.add(row);
                }
                if (random.nextInt(20) == 0) {
                    deltas.add(delta);
                    delta = new PaneDelta(task, 0.5);
                }
                if (!open.isEmpty() && random.nextInt(3) == 0) {
                    Row late = open.removeFirst();
                    delta.take(new Change.Relabelled(late.first(), late.corrected(), late.predicted()));
                }
            }
            for (Row late : open) {
                delta.take(new Change.Relabelled(late.first(), late.corrected(), late.predicted()));
            }
            deltas.add(delta);

            PaneTotals streamed = new PaneTotals();
            for (PaneDelta each : deltas) {
                add(streamed, each);
                streamed = PaneTotals.fromBytes(streamed.toBytes());
            }
            MetricAccumulator batch = empty(task);
            rows.forEach(row -> batch.add(row.corrected(), row.predicted()));

            MetricAccumulator metrics = Objects.requireNonNull(streamed.metrics());
            assertThat(metrics.report()).isEqualTo(batch.report());
            assertThat(metrics.rows()).isEqualTo(rows.size());
            assertThat(streamed.labelled()).isEqualTo(rows.size());
            assertThat(streamed.predictions()).isEqualTo(rows.size());
            assertThat(streamed.meanDelayMs()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Task.class,
            names = {"REGRESSION", "BINARY"})
    void panesMergeToTheSameWindowInAnyOrder(Task task) {
        List<PaneTotals> panes = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            PaneTotals pane = new PaneTotals();
            PaneDelta delta = new PaneDelta(task, 0.5);
            rows(task, random, 50).forEach(row -> delta.take(new Change.Labelled(row.first(), row.predicted(), 1)));
            add(pane, delta);
            panes.add(pane);
        }
        PaneTotals inOrder = new PaneTotals();
        panes.forEach(inOrder::merge);
        Collections.shuffle(panes, random);
        PaneTotals shuffled = new PaneTotals();
        panes.forEach(shuffled::merge);
        assertThat(shuffled.toBytes()).isEqualTo(inOrder.toBytes());
    }

    @Test
    void mergingLeavesTheOtherOneAsItWas() {
        PaneTotals pane = new PaneTotals();
        PaneDelta delta = new PaneDelta(Task.REGRESSION, 0.5);
        delta.take(new Change.Labelled(1, 2, 3));
        add(pane, delta);
        byte[] before = pane.toBytes();
        PaneTotals sum = new PaneTotals();
        sum.merge(pane);
        sum.merge(pane);
        assertThat(pane.toBytes()).isEqualTo(before);
        assertThat(sum.labelled()).isEqualTo(2);
    }

    @Test
    void rowsThatCannotBeMeasuredAreCountedOnly() {
        PaneTotals totals = new PaneTotals();
        PaneDelta delta = new PaneDelta(Task.MULTICLASS, 0.5);
        delta.take(new Change.Labelled(Double.NaN, 0.4, 1));
        delta.take(new Change.Expired());
        add(totals, delta);
        assertThat(totals.metrics()).isNull();
        assertThat(totals.labelled()).isEqualTo(1);
        assertThat(totals.expired()).isEqualTo(1);
        assertThat(PaneTotals.fromBytes(totals.toBytes()).toBytes()).isEqualTo(totals.toBytes());
    }

    @Test
    void rowsOfSeveralClassesAreTakenBackToTheLastBit() {
        PaneTotals corrected = new PaneTotals();
        PaneDelta delta = new PaneDelta(Task.MULTICLASS, 0.5);
        delta.take(new Change.LabelledClass(new ClassRow(3, 2, 1, 0.1), 5));
        delta.take(new Change.LabelledClass(new ClassRow(3, 0, 0, 0.6), 5));
        add(corrected, delta);
        PaneDelta later = new PaneDelta(Task.MULTICLASS, 0.5);
        later.take(new Change.RelabelledClass(
                Optional.of(new ClassRow(3, 2, 1, 0.1)), Optional.of(new ClassRow(3, 1, 1, 0.7))));
        add(corrected, later);
        MulticlassAccumulator batch = new MulticlassAccumulator(3);
        batch.add(0, 0, 0.6);
        batch.add(1, 1, 0.7);

        assertThat(Objects.requireNonNull(corrected.metrics()).toBytes()).isEqualTo(batch.toBytes());
        assertThat(corrected.labelled()).isEqualTo(2);
    }

    private static void add(PaneTotals totals, PaneDelta delta) {
        totals.add(
                delta.predictions(),
                delta.expired(),
                delta.labelled(),
                delta.delayMsSum(),
                delta.added(),
                delta.removed());
        totals.addDelays(delta.delays());
        totals.addExpected(delta.expected());
    }

    private static List<Row> rows(Task task, Random random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean corrected = random.nextInt(5) == 0;
            if (task == Task.BINARY) {
                double label = random.nextInt(2);
                rows.add(new Row(label, corrected ? 1 - label : label, random.nextDouble()));
            } else {
                double label = 1e5 * random.nextDouble();
                rows.add(new Row(label, corrected ? label * 3 : label, label + 1e4 * random.nextGaussian()));
            }
        }
        return rows;
    }

    private static MetricAccumulator empty(Task task) {
        return task == Task.BINARY ? new BinaryAccumulator() : new RegressionAccumulator();
    }

    /// What was kept before delays and expectations were.
    @Test
    void totalsOfTheFirstFormAreReadAndGoOn() {
        StateWriter out = new StateWriter();
        out.writeByte((byte) 'q');
        for (int count : new int[] {3, 1, 2, 50, 0}) {
            out.writeCount(count);
        }
        PaneTotals totals = PaneTotals.fromBytes(out.toBytes());
        assertThat(totals.predictions()).isEqualTo(3);
        assertThat(totals.delays()).isNull();
        assertThat(totals.expected()).isNull();

        PaneDelta delta = new PaneDelta(Task.BINARY, 0.5);
        delta.take(new Change.Predicted(0.7, Double.NaN));
        delta.take(new Change.Labelled(1, 0.7, 30));
        totals.addDelays(delta.delays());
        totals.addExpected(delta.expected());
        PaneTotals read = PaneTotals.fromBytes(totals.toBytes());
        assertThat(Objects.requireNonNull(read.delays()).median()).hasValue(30);
        assertThat(Objects.requireNonNull(read.expected()).rows()).isEqualTo(1);
    }
}
