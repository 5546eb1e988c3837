package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.Superseded;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Checks the promises from the topics: each request answered exactly once, each answer explained by the timeline and
/// computed again to the last bit, each label joined with its prediction. The log has to be at rest: what is under way
/// counts as missing.
public final class LogAudit {
    private final LogContents log;
    private final List<Prediction> predictions;
    private final AuditedModels models;
    private final LabelAudit labels;

    public LogAudit(TopicBinding topics, ModelRegistry registry) {
        this(LogContents.read(topics), registry);
    }

    LogAudit(LogContents log, ModelRegistry registry) {
        this.log = log;
        this.predictions =
                log.predictions().stream().map(LogContents.Stamped::value).toList();
        this.models = new AuditedModels(registry);
        this.labels = new LabelAudit(log, models::horizonMs);
    }

    /// All checks.
    public List<Invariant> check() {
        return List.of(
                answeredOnce(),
                noDuplicates(),
                explained(),
                recomputed(),
                correctedOnce(),
                new RolloutAudit(log.timeline(), log.outcomes()).kept(),
                labels.balanced(),
                labels.joined());
    }

    /// Whether every prediction has ended.
    ///
    /// @param neverSent requests whose label was withheld: as many predictions have to have expired
    public Invariant settled(long neverSent) {
        return labels.settled(neverSent);
    }

    /// Records on the topics by name.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("requests", (long) log.requests().size());
        counts.put("predictions", (long) predictions.size());
        counts.put("dead_letters", (long) log.rejected().size());
        for (OutcomeStatus status : OutcomeStatus.values()) {
            counts.put(
                    "outcomes_" + status.name().toLowerCase(Locale.ROOT),
                    log.outcomes().stream().filter(o -> o.getStatus() == status).count());
        }
        predictions.forEach(
                prediction -> counts.merge("predictions_version_" + prediction.getVersion(), 1L, Long::sum));
        return counts;
    }

    /// Dead letters of requests by reason.
    public Map<String, Long> rejectedByReason() {
        Map<String, Long> reasons = new TreeMap<>();
        log.rejected().forEach(letter -> reasons.merge(letter.getReason(), 1L, Long::sum));
        return reasons;
    }

    private Invariant answeredOnce() {
        Set<Coordinates> open = new HashSet<>(log.requests());
        predictions.forEach(prediction -> open.remove(Coordinates.of(prediction)));
        log.rejected().forEach(letter -> open.remove(Coordinates.of(letter)));
        int answers = predictions.size() + log.rejected().size();
        return new Invariant(
                "requests = predictions + dead letters",
                open.isEmpty() && answers == log.requests().size(),
                log.requests().size() + " requests, " + predictions.size() + " predictions + "
                        + log.rejected().size() + " dead letters, " + open.size() + " unanswered");
    }

    /// A correction names an answer of the log, by its place and version, and no two name the same.
    private Invariant correctedOnce() {
        Map<Coordinates, Prediction> answers = new HashMap<>();
        log.predictions().forEach(answer -> answers.put(answer.at(), answer.value()));
        log.corrections().forEach(answer -> answers.put(answer.at(), answer.value()));
        Set<Coordinates> corrected = new HashSet<>();
        long wrong = 0;
        for (LogContents.Stamped<Prediction> correction : log.corrections()) {
            Superseded named = correction.value().getSupersedes();
            Coordinates place = new Coordinates(named.getPartition(), named.getOffset());
            Prediction answer = answers.get(place);
            boolean names = answer != null
                    && answer.getRequestId().equals(correction.value().getRequestId())
                    && answer.getBundleSha256().equals(named.getBundleSha256());
            wrong += names && corrected.add(place) ? 0 : 1;
        }
        return new Invariant(
                "each correction supersedes one answer, none twice",
                wrong == 0,
                log.corrections().size() + " corrections, " + wrong + " of them wrong");
    }

    private Invariant noDuplicates() {
        Set<Coordinates> seen = new HashSet<>();
        long doubled = predictions.stream()
                        .filter(prediction -> !seen.add(Coordinates.of(prediction)))
                        .count()
                + log.rejected().stream()
                        .filter(letter -> !seen.add(Coordinates.of(letter)))
                        .count();
        return new Invariant("no request answered twice", doubled == 0, doubled + " answered twice");
    }

    /// The adoption in force at a request's offset names the activation and, through it, the versions that may answer.
    private Invariant explained() {
        Map<String, NavigableMap<Long, String>> adoptions = new HashMap<>();
        Map<String, Activated> activations = new HashMap<>();
        for (String model : log.timeline().models()) {
            for (TimelineEntry entry : log.timeline().of(model)) {
                Object fact = entry.event().getFact();
                if (fact instanceof Adopted adopted) {
                    adoptions
                            .computeIfAbsent(model + "/" + adopted.getPartition(), key -> new TreeMap<>())
                            .put(adopted.getFirstOffset(), adopted.getActivationId());
                } else if (fact instanceof Activated activated) {
                    activations.put(entry.event().getEventId(), activated);
                }
            }
        }
        long unexplained = predictions.stream()
                .filter(prediction -> !isExplained(prediction, adoptions, activations))
                .count();
        return new Invariant(
                "every prediction explained by the timeline",
                unexplained == 0,
                unexplained + " of " + predictions.size() + " unexplained");
    }

    private static boolean isExplained(
            Prediction prediction,
            Map<String, NavigableMap<Long, String>> adoptions,
            Map<String, Activated> activations) {
        NavigableMap<Long, String> lane = adoptions.getOrDefault(
                prediction.getModel() + "/" + prediction.getSource().getPartition(), new TreeMap<>());
        Map.Entry<Long, String> inForce = lane.floorEntry(prediction.getSource().getOffset());
        if (inForce == null || !inForce.getValue().equals(prediction.getActivationId())) {
            return false;
        }
        Activated activated = activations.get(inForce.getValue());
        return activated != null
                && (activated.getChampion().getBundleSha256().equals(prediction.getBundleSha256())
                        || activated.getChallengers().stream()
                                .anyMatch(c -> c.getBundleSha256().equals(prediction.getBundleSha256())));
    }

    private Invariant recomputed() {
        long different = 0;
        for (Prediction prediction : predictions) {
            ModelScorer scorer = models.scorer(prediction);
            boolean same = scorer.encode(prediction.getFeatures()) == null
                    && Double.doubleToLongBits(scorer.score()) == Double.doubleToLongBits(prediction.getValue());
            different += same ? 0 : 1;
        }
        return new Invariant(
                "predictions computed again to the last bit",
                different == 0,
                different + " of " + predictions.size() + " differ");
    }
}
