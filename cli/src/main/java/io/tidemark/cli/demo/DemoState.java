package io.tidemark.cli.demo;

import io.tidemark.event.Activated;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Challenger;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// What the topics have said so far, as the screen and the story need it. Safe for use by many threads.
final class DemoState {
    /// Labelled answers that the rolling quality is over.
    static final int ROLLING = 300;

    private static final String CHAMPION = "champion";

    private final Instant startedAt = Instant.now();
    private final long startNs = System.nanoTime();
    private final Map<Integer, Long> predictions = new TreeMap<>();
    private final Map<Integer, RollingQuality> quality = new TreeMap<>();
    private final Map<Integer, RollingQuality> asChampion = new TreeMap<>();
    private final Map<Integer, Verdict> verdicts = new TreeMap<>();
    private final Map<String, Drift> drift = new TreeMap<>();
    private final Map<Integer, Performance> totals = new TreeMap<>();
    private final List<Happened> events = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Moment, Double> moments = new TreeMap<>();
    private long deadLetters;
    private long matched;
    private long expired;
    private @Nullable TrainingRun training;
    private int champion;
    private Set<Integer> onTrial = Set.of();

    /// Moments that the story waits for, each caused by the one before.
    enum Moment {
        SHIFT,
        ALERT,
        REQUEST,
        TRAINED,
        SWAPPED,
        RECOVERED
    }

    /// Takes a record from a topic.
    synchronized void accept(SpecificRecord value) {
        switch (value) {
            case Prediction prediction -> prediction(prediction);
            case Outcome outcome -> outcome(outcome);
            case DeadLetter letter -> deadLetters++;
            case Drift record -> drift(record);
            case Alert alert -> alert(alert);
            case RetrainRequest request -> {
                note("retraining asked for: " + String.join("; ", request.getReasons()));
                reach(Moment.REQUEST, request.getRequestedAt());
            }
            case TrainingRun run -> training(run);
            case Performance performance -> performance(performance);
            case TimelineEvent event -> timeline(event);
            default -> {}
        }
    }

    private void timeline(TimelineEvent event) {
        if (event.getFact() instanceof Activated activated) {
            champion = activated.getChampion().getVersion();
            onTrial = activated.getChallengers().stream()
                    .map(Challenger::getVersion)
                    .collect(Collectors.toSet());
            note("version " + champion + " is champion"
                    + (onTrial.isEmpty() ? "" : ", on trial beside it: " + onTrial));
        } else if (event.getFact() instanceof VerdictReached verdict) {
            note("verdict " + verdict.getVerdict() + " on version " + verdict.getChallengerVersion() + ": "
                    + event.getReason());
            verdicts.put(verdict.getChallengerVersion(), verdict.getVerdict());
        }
    }

    /// Swapped: the first answer of a later version that is champion.
    private void prediction(Prediction prediction) {
        int version = prediction.getVersion();
        if (predictions.merge(version, 1L, Long::sum) == 1) {
            note("version " + version + " answers its first request, as " + prediction.getVariant());
        }
        if (version > 1 && prediction.getVariant().equals(CHAMPION)) {
            reach(Moment.SWAPPED);
        }
    }

    private void outcome(Outcome outcome) {
        if (outcome.getStatus() == OutcomeStatus.EXPIRED) {
            expired++;
            return;
        }
        matched++;
        if (outcome.getLabel() instanceof Number label) {
            add(quality, outcome, label);
            if (outcome.getVariant().equals(CHAMPION)) {
                add(asChampion, outcome, label);
            }
        }
    }

    private static void add(Map<Integer, RollingQuality> quality, Outcome outcome, Number label) {
        quality.computeIfAbsent(outcome.getVersion(), version -> new RollingQuality(ROLLING))
                .add(label.doubleValue(), outcome.getPredicted());
    }

    private void drift(Drift record) {
        if (record.getSubject() == DriftSubject.FEATURE && record.getVersion() == champion) {
            drift.put(record.getFeature(), record);
        }
    }

    private void alert(Alert alert) {
        note("alert " + alert.getStatus() + ": " + alert.getTitle());
        if (alert.getStatus() == AlertStatus.OPEN && alert.getKind().equals("drift")) {
            reach(Moment.ALERT, alert.getUpdatedAt());
        }
    }

    private void training(TrainingRun run) {
        if (training == null || !training.getStep().equals(run.getStep()) || training.getStatus() != run.getStatus()) {
            note("training " + run.getStep()
                    + (run.getStatus() == RunStatus.RUNNING ? "" : ": " + run.getStatus() + " " + run.getMessage()));
        }
        training = run;
        if (run.getStatus() == RunStatus.APPROVED) {
            reach(Moment.TRAINED, run.getUpdatedAt());
        }
    }

    private void performance(Performance record) {
        if (record.getWindow().equals("total") && record.getSegment() == null) {
            totals.put(record.getVersion(), record);
        }
    }

    /// Writes down something that happened.
    synchronized void note(String text) {
        events.add(new Happened(now(), text));
    }

    /// Writes down the first time that a moment is reached: now.
    synchronized void reach(Moment moment) {
        if (moment == Moment.SHIFT || moments.containsKey(Moment.SHIFT)) {
            moments.putIfAbsent(moment, now());
        }
    }

    /// Writes down when a moment was reached, by the clock of the service that reached it: topics are not read in
    /// the order in which they were written. What was before the shift is no part of the loop.
    private void reach(Moment moment, Instant time) {
        double atS = Duration.between(startedAt, time).toMillis() / 1e3;
        Double shift = moments.get(Moment.SHIFT);
        if (shift != null && atS >= shift) {
            moments.putIfAbsent(moment, atS);
        }
    }

    /// When a moment was reached, seconds since the start.
    synchronized Optional<Double> reached(Moment moment) {
        return Optional.ofNullable(moments.get(moment));
    }

    /// Remembers the present rolling quality and drift for the plots.
    synchronized void sample(long requestsSent) {
        Map<Integer, Double> wmape = new TreeMap<>();
        quality.forEach((version, rolling) -> rolling.wmape().ifPresent(value -> wmape.put(version, value)));
        Map<String, Double> psi = new TreeMap<>();
        drift.forEach((feature, record) -> {
            Double value = record.getStatistics().get("psi");
            if (value != null && record.getVersion() == champion) {
                psi.put(feature, value);
            }
        });
        samples.add(new Sample(now(), requestsSent, answered(), champion, wmape, psi));
    }

    /// Seconds since the start.
    double now() {
        return (System.nanoTime() - startNs) / 1e9;
    }

    synchronized long answered() {
        return predictions.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long deadLetters() {
        return deadLetters;
    }

    synchronized long matched() {
        return matched;
    }

    synchronized long expired() {
        return expired;
    }

    /// The champion as the timeline has it; 0 before it was read.
    synchronized int champion() {
        return champion;
    }

    /// Whether a version answers a share of the keys beside the champion, as the timeline has it.
    synchronized boolean isOnTrial(int version) {
        return onTrial.contains(version);
    }

    /// The newest verdict on a version.
    synchronized Optional<Verdict> verdict(int version) {
        return Optional.ofNullable(verdicts.get(version));
    }

    /// wMAPE of the newest labelled answers that a version gave as champion, percent; empty before there are enough.
    synchronized Optional<Double> wmapeAsChampion(int version) {
        RollingQuality rolling = asChampion.get(version);
        return rolling == null ? Optional.empty() : rolling.wmape();
    }

    /// wMAPE of the newest labelled answers of a version, percent; empty before there are enough.
    synchronized Optional<Double> rollingWmape(int version) {
        RollingQuality rolling = quality.get(version);
        return rolling == null ? Optional.empty() : rolling.wmape();
    }

    /// Newest performance since the version first answered.
    synchronized Optional<Performance> total(int version) {
        return Optional.ofNullable(totals.get(version));
    }

    synchronized Map<String, Drift> drift() {
        return new TreeMap<>(drift);
    }

    synchronized Optional<TrainingRun> training() {
        return Optional.ofNullable(training);
    }

    /// The retraining ended, and not with a new champion.
    synchronized boolean retrainingFailed() {
        return training != null
                && (training.getStatus() == RunStatus.REJECTED || training.getStatus() == RunStatus.FAILED);
    }

    synchronized List<Happened> events() {
        return List.copyOf(events);
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    synchronized Map<Moment, Double> moments() {
        return new TreeMap<>(moments);
    }

    /// Something that happened.
    ///
    /// @param atS seconds since the start
    record Happened(double atS, String text) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%6.1f s  %s", atS, text);
        }
    }

    /// The state at one moment.
    record Sample(
            double atS,
            long requests,
            long answered,
            int champion,
            Map<Integer, Double> wmape,
            Map<String, Double> psi) {}
}
