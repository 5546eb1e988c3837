package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Checks the promises from the topics: each request answered exactly once, each answer explained by the timeline and
/// computed again to the last bit, each label joined with its prediction. Of a log that is not at rest, [#live] leaves
/// out of judgement what is under way.
public final class LogAudit {
    private final LogContents log;
    private final LogReach reach;
    private final List<Prediction> predictions;
    private final AuditedModels models;
    private final LabelAudit labels;

    /// Of a log at rest, whole.
    public LogAudit(TopicBinding topics, ModelRegistry registry) {
        this(LogContents.read(topics, false), registry, LogReach.ALL);
    }

    LogAudit(LogContents log, ModelRegistry registry, LogReach reach) {
        this.log = log;
        this.reach = reach;
        this.predictions =
                log.predictions().stream().map(LogContents.Stamped::value).toList();
        this.models = new AuditedModels(registry);
        this.labels = new LabelAudit(log, reach, models::horizonMs);
    }

    /// Of a log that goes on.
    ///
    /// @param model empty: all models
    /// @param recompute whether features are kept, so that predictions can be computed again
    public static LogAudit live(
            TopicBinding topics, ModelRegistry registry, Optional<String> model, boolean recompute) {
        LogReach reach = LogReach.read(topics.settings());
        LogContents log = LogContents.read(topics, !recompute);
        return new LogAudit(model.map(log::of).orElse(log), registry, reach);
    }

    /// All checks.
    public List<Invariant> check() {
        return check(true);
    }

    /// All checks, or all but that of the predictions' values.
    public List<Invariant> check(boolean recompute) {
        List<Invariant> found = new ArrayList<>(List.of(answeredOnce(), noDuplicates(), explained()));
        if (recompute) {
            found.add(recomputed());
        }
        found.addAll(List.of(labels.balanced(), labels.corrected(), labels.joined(), labels.read()));
        return List.copyOf(found);
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
        Set<Coordinates> answered = new HashSet<>();
        predictions.forEach(prediction -> answered.add(Coordinates.of(prediction)));
        log.rejected().forEach(letter -> answered.add(Coordinates.of(letter)));
        List<Coordinates> open = log.requests().stream()
                .filter(request -> !answered.contains(request))
                .toList();
        long unanswered = open.stream().filter(reach.scored()::holds).count();
        long underWay = open.size() - unanswered;
        long past = answered.stream().filter(at -> !reach.keepsRequest(at)).count();
        long foreign = answered.stream()
                .filter(at -> reach.keepsRequest(at) && !log.requests().contains(at))
                .count();
        return new Invariant(
                "requests = predictions + dead letters",
                unanswered == 0 && foreign == 0,
                log.requests().size() + " requests, " + predictions.size() + " predictions + "
                        + log.rejected().size() + " dead letters, " + unanswered + " unanswered"
                        + (foreign == 0 ? "" : ", " + foreign + " answers without request")
                        + (underWay == 0 ? "" : ", " + underWay + " under way")
                        + (past == 0 ? "" : ", " + past + " answers to requests that are no longer on the topic"),
                Map.of(
                        "requests", (long) log.requests().size(),
                        "predictions", (long) predictions.size(),
                        "dead_letters", (long) log.rejected().size(),
                        "unanswered", unanswered,
                        "without_request", foreign,
                        "under_way", underWay,
                        "requests_gone", past));
    }

    private Invariant noDuplicates() {
        Set<Coordinates> seen = new HashSet<>();
        long doubled = predictions.stream()
                        .filter(prediction -> !seen.add(Coordinates.of(prediction)))
                        .count()
                + log.rejected().stream()
                        .filter(letter -> !seen.add(Coordinates.of(letter)))
                        .count();
        return new Invariant(
                "no request answered twice", doubled == 0, doubled + " answered twice", Map.of("doubled", doubled));
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
                unexplained + " of " + predictions.size() + " unexplained",
                Map.of("unexplained", unexplained));
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
        long unknown = 0;
        for (Prediction prediction : predictions) {
            Optional<ModelScorer> scorer = models.scorer(prediction);
            unknown += scorer.isEmpty() ? 1 : 0;
            different += scorer.isPresent() && !isSame(scorer.get(), prediction) ? 1 : 0;
        }
        return new Invariant(
                "predictions computed again to the last bit",
                different == 0 && unknown == 0,
                different + " of " + predictions.size() + " differ"
                        + (unknown == 0 ? "" : ", " + unknown + " of versions that the registry does not have"),
                Map.of("different", different, "of_unknown_versions", unknown));
    }

    private static boolean isSame(ModelScorer scorer, Prediction prediction) {
        return scorer.encode(prediction.getFeatures()) == null
                && Double.doubleToLongBits(scorer.score()) == Double.doubleToLongBits(prediction.getValue());
    }
}
