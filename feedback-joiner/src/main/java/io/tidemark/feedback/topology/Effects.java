package io.tidemark.feedback.topology;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.feedback.join.JoinEvent;
import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.feedback.join.OpenPrediction;
import io.tidemark.feedback.join.Standing;
import io.tidemark.feedback.quality.ClassRow;
import io.tidemark.feedback.quality.Measurement;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.quality.QualityRow;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// What is to be changed after one record or one look at the clock: balances, outcomes, rows for live quality, dead
/// letters.
final class Effects {
    private final ProcessorContext<Object, Object> context;
    private final Balances balances;
    private final RowJournal rows;
    private final TermsSource terms;
    private final DeadLetterFactory letters;
    private final Consumer<DeadLetter> rejected;

    /// @param rejected where dead letters go
    Effects(
            ProcessorContext<Object, Object> context,
            Balances balances,
            RowJournal rows,
            TermsSource terms,
            DeadLetterFactory letters,
            Consumer<DeadLetter> rejected) {
        this.context = context;
        this.balances = balances;
        this.rows = rows;
        this.terms = terms;
        this.letters = letters;
        this.rejected = rejected;
    }

    /// What is to be done, in its order. Everything that may fail on account of what the events say has been computed;
    /// nothing has been changed yet.
    ///
    /// @param timestampMs timestamp of the record that completes what is completed
    List<Runnable> of(List<JoinEvent> events, long timestampMs) {
        List<Runnable> changes = new ArrayList<>(events.size());
        for (JoinEvent event : events) {
            changes.add(
                    switch (event) {
                        case JoinEvent.Predicted predicted -> predict(predicted.prediction());
                        case JoinEvent.RepeatedPrediction repeated ->
                            () -> balances.of(repeated.model()).repeated.incrementAndGet();
                        case JoinEvent.Matched matched -> match(matched.now(), timestampMs);
                        case JoinEvent.Corrected corrected -> correct(corrected.before(), corrected.now(), timestampMs);
                        case JoinEvent.Expired expired -> expire(expired.outcome(), expired.atMs());
                        case JoinEvent.LabelEnded ended ->
                            () -> balances.labels().end(ended.end());
                        case JoinEvent.LabelRefused refused -> refuse(refused);
                    });
        }
        return changes;
    }

    private Runnable predict(OpenPrediction prediction) {
        Line line = new Line(
                prediction.model(), prediction.version(), prediction.sha256(), prediction.variant(), prediction.task());
        VersionTerms known = terms.of(prediction.model(), prediction.sha256());
        Place place = Place.of(known, prediction.eventTime(), prediction.features());
        double halfWidth = known.errors()
                .map(errors -> errors.intervals().halfWidth(prediction.value()))
                .orElse(Double.NaN);
        QualityRow row = new QualityRow(line, place, new Change.Predicted(prediction.value(), halfWidth));
        return () -> {
            balances.of(prediction.model()).predictions.incrementAndGet();
            rows.append(row);
        };
    }

    private Runnable match(Standing.Matched now, long timestampMs) {
        Outcome outcome = now.outcome();
        Instant known = outcome.getLabelTime();
        long delayMs = known == null
                ? 0
                : known.toEpochMilli() - outcome.getEventTime().toEpochMilli();
        Change change = now.measurement() instanceof Measurement.MeasuredClass measured
                ? new Change.LabelledClass(measured.row(), Math.max(0, delayMs))
                : new Change.Labelled(code(now), outcome.getPredicted(), Math.max(0, delayMs));
        QualityRow row = row(outcome, place(now.measurement(), outcome), change);
        return () -> {
            balances.of(outcome.getModel()).matched.incrementAndGet();
            send(outcome, timestampMs);
            rows.append(row);
        };
    }

    /// The old label is taken back from where it was added, if it was; the new one is added if it can be measured.
    private Runnable correct(Standing.Matched before, Standing.Matched now, long timestampMs) {
        Outcome outcome = now.outcome();
        Measurement telling = isMeasured(before) ? before.measurement() : now.measurement();
        Optional<ClassRow> rowBefore = classRow(before);
        Optional<ClassRow> rowNow = classRow(now);
        Change change = rowBefore.isPresent() || rowNow.isPresent()
                ? new Change.RelabelledClass(rowBefore, rowNow)
                : new Change.Relabelled(code(before), code(now), outcome.getPredicted());
        QualityRow row = row(outcome, place(telling, outcome), change);
        return () -> {
            balances.of(outcome.getModel()).corrected.incrementAndGet();
            send(outcome, timestampMs);
            rows.append(row);
        };
    }

    private static boolean isMeasured(Standing.Matched matched) {
        return switch (matched.measurement()) {
            case Measurement.Measured ignored -> true;
            case Measurement.MeasuredClass ignored -> true;
            case Measurement.Unmeasured ignored -> false;
            case Measurement.NotNoted ignored -> false;
        };
    }

    private static Optional<ClassRow> classRow(Standing.Matched matched) {
        return matched.measurement() instanceof Measurement.MeasuredClass measured
                ? Optional.of(measured.row())
                : Optional.empty();
    }

    private Runnable expire(Outcome outcome, long atMs) {
        boolean isSent = terms(outcome).labels().emitExpired();
        QualityRow row = row(outcome, place(new Measurement.Unmeasured(), outcome), new Change.Expired());
        return () -> {
            balances.of(outcome.getModel()).expired.incrementAndGet();
            if (isSent) {
                send(outcome, atMs);
            }
            rows.append(row);
        };
    }

    private double code(Standing.Matched matched) {
        return switch (matched.measurement()) {
            case Measurement.Measured measured -> measured.code();
            case Measurement.MeasuredClass measured -> measured.row().actual();
            case Measurement.Unmeasured ignored -> Double.NaN;
            case Measurement.NotNoted ignored ->
                terms(matched.outcome()).measure(matched.outcome().getLabel());
        };
    }

    private Place place(Measurement measurement, Outcome outcome) {
        return switch (measurement) {
            case Measurement.Measured measured -> measured.place();
            case Measurement.MeasuredClass measured -> measured.place();
            case Measurement.Unmeasured ignored -> presentPlace(outcome);
            case Measurement.NotNoted ignored -> presentPlace(outcome);
        };
    }

    private Place presentPlace(Outcome outcome) {
        return Place.of(terms(outcome), outcome.getEventTime(), outcome.getFeatures());
    }

    private VersionTerms terms(Outcome outcome) {
        return terms.of(outcome.getModel(), outcome.getBundleSha256());
    }

    private static QualityRow row(Outcome outcome, Place place, Change change) {
        return new QualityRow(
                new Line(
                        outcome.getModel(),
                        outcome.getVersion(),
                        outcome.getBundleSha256(),
                        outcome.getVariant(),
                        outcome.getTask()),
                place,
                change);
    }

    private void send(Outcome outcome, long atMs) {
        context.forward(new Record<>(outcome.getRequestId(), outcome, atMs), FeedbackNames.OUTCOMES);
    }

    private Runnable refuse(JoinEvent.LabelRefused refused) {
        GroundTruth label = refused.label().label();
        Fault fault = new Fault(refused.fault().reason(), refused.fault().message());
        DeadLetter letter = letters.of(refused.label().source(), fault, label.getModel(), label.getRequestId());
        return () -> {
            balances.labels().end(LabelEnd.REFUSED);
            rejected.accept(letter);
        };
    }
}
