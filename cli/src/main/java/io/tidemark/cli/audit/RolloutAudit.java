package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds verdicts on versions on trial against what they call for and what they can rest on.
final class RolloutAudit {
    private final List<String> faults = new ArrayList<>();
    private final boolean whole;
    private int verdicts;

    RolloutAudit(LogContents log) {
        // Labels that retention has deleted cannot be counted any more; those of another model are not in the part of
        // one.
        whole = log.predictions().stream()
                .anyMatch(prediction -> prediction.at().offset() == 0);
        for (String model : log.timeline().models()) {
            check(model, log.timeline().of(model), log.outcomes());
        }
    }

    private void check(String model, List<TimelineEntry> facts, List<Outcome> outcomes) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i).event().getFact() instanceof VerdictReached verdict) {
                verdicts++;
                String what = model + " " + facts.get(i).event().getEventId();
                if (!ids.add(facts.get(i).event().getEventId())) {
                    faults.add(what + " was reached twice");
                }
                carriedOut(facts.subList(i + 1, facts.size()))
                        .filter(activated -> !isCalledFor(verdict, activated))
                        .ifPresent(activated -> faults.add(what + " was followed by another routing"));
                long labels = labels(model, verdict.getChallengerVersion(), outcomes);
                double counted = verdict.getEvidence().getOrDefault("labels_challenger", 0.0);
                if (whole && counted > labels) {
                    faults.add(what + " counts " + counted + " labels, of " + labels + " on the log");
                }
            }
        }
    }

    /// What the rollout itself made of a verdict. Empty when it waits for a person, who may decide otherwise, or when
    /// another verdict came first.
    private static Optional<Activated> carriedOut(List<TimelineEntry> later) {
        return later.stream()
                .filter(entry -> entry.event().getFact() instanceof Activated
                        || entry.event().getFact() instanceof VerdictReached)
                .findFirst()
                .filter(entry -> entry.event().getActor().equals(TimelineFacts.ROLLOUT_ACTOR))
                .map(entry -> entry.event().getFact())
                .filter(Activated.class::isInstance)
                .map(Activated.class::cast);
    }

    private static boolean isCalledFor(VerdictReached verdict, Activated next) {
        int champion = next.getChampion().getVersion();
        boolean stillOnTrial = next.getChallengers().stream()
                        .anyMatch(challenger -> challenger.getVersion() == verdict.getChallengerVersion())
                || next.getShadows().stream().anyMatch(shadow -> shadow.getVersion() == verdict.getChallengerVersion());
        return verdict.getVerdict() == Verdict.PROMOTE
                ? champion == verdict.getChallengerVersion()
                : champion == verdict.getChampionVersion() && !stillOnTrial;
    }

    /// Labels that a version's trial can have counted: in shadow, those of the champion's answers.
    private static long labels(String model, int version, List<Outcome> outcomes) {
        long own = outcomes.stream()
                .filter(outcome -> outcome.getModel().equals(model)
                        && outcome.getStatus() == OutcomeStatus.MATCHED
                        && outcome.getVersion() == version)
                .count();
        long all = outcomes.stream()
                .filter(outcome -> outcome.getModel().equals(model) && outcome.getStatus() == OutcomeStatus.MATCHED)
                .count();
        return own > 0 ? own : all;
    }

    /// Each verdict was reached once, was followed by the routing that it calls for, and rests on labels of the log.
    Invariant kept() {
        return new Invariant(
                "each verdict was carried out, once, on labels of the log",
                faults.isEmpty(),
                faults.isEmpty() ? verdicts + " verdicts" : String.join("; ", faults));
    }
}
