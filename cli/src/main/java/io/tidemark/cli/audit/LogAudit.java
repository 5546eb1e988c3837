package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Checks the promises from the topics: each request answered exactly once, each answer explained by the timeline and
/// computed again to the last bit, each label accounted for.
public final class LogAudit {
    private final LogContents log;
    private final ModelRegistry registry;

    public LogAudit(TopicBinding topics, ModelRegistry registry) {
        this.log = new LogContents(topics);
        this.registry = registry;
    }

    /// All checks.
    public List<Invariant> check() {
        return List.of(answeredOnce(), noDuplicates(), explained(), recomputed(), labelsBalanced());
    }

    /// Records on the topics by name.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("requests", (long) log.requests().size());
        counts.put("predictions", (long) log.predictions().size());
        counts.put("dead_letters", (long) log.rejected().size());
        for (OutcomeStatus status : OutcomeStatus.values()) {
            counts.put(
                    "outcomes_" + status.name().toLowerCase(java.util.Locale.ROOT),
                    log.outcomes().stream().filter(o -> o.getStatus() == status).count());
        }
        log.predictions()
                .forEach(prediction -> counts.merge("predictions_version_" + prediction.getVersion(), 1L, Long::sum));
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
        log.predictions().forEach(prediction -> open.remove(coordinates(prediction)));
        log.rejected().forEach(letter -> open.remove(coordinates(letter)));
        int answers = log.predictions().size() + log.rejected().size();
        return new Invariant(
                "requests = predictions + dead letters",
                open.isEmpty() && answers == log.requests().size(),
                log.requests().size() + " requests, " + log.predictions().size() + " predictions + "
                        + log.rejected().size() + " dead letters, " + open.size() + " unanswered");
    }

    private Invariant noDuplicates() {
        Set<Coordinates> seen = new HashSet<>();
        long doubled = log.predictions().stream()
                        .filter(prediction -> !seen.add(coordinates(prediction)))
                        .count()
                + log.rejected().stream()
                        .filter(letter -> !seen.add(coordinates(letter)))
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
        long unexplained = log.predictions().stream()
                .filter(prediction -> !isExplained(prediction, adoptions, activations))
                .count();
        return new Invariant(
                "every prediction explained by the timeline",
                unexplained == 0,
                unexplained + " of " + log.predictions().size() + " unexplained");
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
        Map<String, ModelScorer> scorers = new HashMap<>();
        long different = 0;
        for (Prediction prediction : log.predictions()) {
            ModelScorer scorer = scorers.computeIfAbsent(
                    prediction.getBundleSha256(),
                    sha -> BundleCodec.read(registry.fetch(prediction.getModel(), sha), sha)
                            .newScorer());
            boolean same = scorer.encode(prediction.getFeatures()) == null
                    && Double.doubleToLongBits(scorer.score()) == Double.doubleToLongBits(prediction.getValue());
            different += same ? 0 : 1;
        }
        return new Invariant(
                "predictions computed again to the last bit",
                different == 0,
                different + " of " + log.predictions().size() + " differ");
    }

    private Invariant labelsBalanced() {
        Set<String> predicted = new HashSet<>();
        log.predictions().forEach(prediction -> predicted.add(prediction.getRequestId()));
        Map<String, List<OutcomeStatus>> ends = new HashMap<>();
        long foreign = 0;
        for (Outcome outcome : log.outcomes()) {
            if (!predicted.contains(outcome.getRequestId())) {
                foreign++;
            } else if (outcome.getStatus() != OutcomeStatus.CORRECTED) {
                ends.computeIfAbsent(outcome.getRequestId(), id -> new ArrayList<>())
                        .add(outcome.getStatus());
            }
        }
        long twice = ends.values().stream().filter(list -> list.size() > 1).count();
        long matched = ends.values().stream()
                .filter(list -> list.getFirst() == OutcomeStatus.MATCHED)
                .count();
        long expired = ends.size() - matched;
        long open = (long) predicted.size() - ends.size();
        return new Invariant(
                "predictions = matched + expired + open",
                foreign == 0 && twice == 0,
                predicted.size() + " predictions = " + matched + " matched + " + expired + " expired + " + open
                        + " open; " + twice + " ended twice, " + foreign + " outcomes without prediction");
    }

    private static Coordinates coordinates(Prediction prediction) {
        return new Coordinates(
                prediction.getSource().getPartition(), prediction.getSource().getOffset());
    }

    private static Coordinates coordinates(DeadLetter letter) {
        return new Coordinates(letter.getPartition(), letter.getOffset());
    }
}
