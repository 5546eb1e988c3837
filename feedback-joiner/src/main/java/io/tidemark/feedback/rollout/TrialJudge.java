package io.tidemark.feedback.rollout;

import io.tidemark.event.Verdict;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.sequential.Comparison;
import io.tidemark.stats.sequential.Comparison.Finding;
import io.tidemark.stats.sequential.RateEvidence;
import io.tidemark.stats.sequential.SampleRatio;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Says what becomes of a trial: a function of the losses that matured, of how both versions answer, and of the age of
/// the stage.
///
/// What can end a trial early comes first: requests that a shadow did not score, dead letters, keys that are not split
/// as asked for, latency, a worse loss. A stage with enough labels and nothing against it is passed; only after the
/// last one does the loss have to be better.
///
/// @param spec the rollout section of the challenger's manifest
public record TrialJudge(RolloutSpec spec) {
    /// Name of the evidence that says up to which event time requests counted, exclusive, milliseconds since
    /// 1970-01-01 UTC.
    public static final String CUT = "cut_ms";

    /// Chance of a false alarm of the split or of unscored requests in a trial, and of the dead letters in a stage.
    static final double GUARD_ALPHA = 0.001;

    /// Answers of each version in the stage before latencies are compared.
    static final long LATENCIES_NEEDED = 1_000;

    /// Requests whose event time lies before this are old enough to count, exclusive.
    public Instant cut(Instant now) {
        return now.minus(spec.maturity());
    }

    /// What a trial is worth as it stands.
    ///
    /// @param challenger how the challenger answers in the stage that runs
    /// @param champion how the champion does
    /// @param now when its losses were summed up to the [#cut]
    public Judgement judge(Trial trial, Health challenger, Health champion, Instant now) {
        Map<String, Double> evidence = evidence(trial, challenger, champion, cut(now));
        return refusals(trial, challenger, champion, evidence)
                .or(() -> manners(trial, challenger, champion, evidence))
                .orElseGet(() -> onward(trial, evidence, now));
    }

    /// No instance serves the challenger, and none will.
    ///
    /// @param evidence how the trial stands
    public static Judgement refused(Map<String, Double> evidence, String why) {
        return rollback("refused", evidence, "No scorer serves it: " + why);
    }

    /// Requests that the challenger could not answer.
    private Optional<Judgement> refusals(
            Trial trial, Health challenger, Health champion, Map<String, Double> evidence) {
        double guard = Math.log(1 / GUARD_ALPHA);
        if (logEvidenceOfUnscored(trial) >= guard) {
            return Optional.of(rollback(
                    "unscored",
                    evidence,
                    String.format(
                            Locale.ROOT,
                            "The shadow did not score %,d of %,d requests that the champion answered.",
                            trial.unscored(),
                            trial.unscored() + trial.comparison().challenger().count())));
        }
        boolean larger = challenger.deadLetterShare() > champion.deadLetterShare() + spec.maxDeadLetterPct() / 100;
        if (larger && logEvidenceOfDeadLetters(trial, challenger, champion) >= guard) {
            return Optional.of(rollback(
                    "dead-letters",
                    evidence,
                    String.format(
                            Locale.ROOT,
                            "%.2f %% of the challenger's requests became dead letters, %.2f %% of the champion's.",
                            100 * challenger.deadLetterShare(),
                            100 * champion.deadLetterShare())));
        }
        return Optional.empty();
    }

    /// Which keys it answers, and how fast.
    private Optional<Judgement> manners(Trial trial, Health challenger, Health champion, Map<String, Double> evidence) {
        if (trial.logEvidenceOfRatio() >= Math.log(1 / GUARD_ALPHA)) {
            return Optional.of(new Judgement.End(
                    Verdict.INCONCLUSIVE,
                    "sample-ratio",
                    evidence,
                    "Keys are not split in the share that was asked for: the versions answer different requests."));
        }
        return isSlower(challenger, champion)
                ? Optional.of(rollback(
                        "latency",
                        evidence,
                        String.format(
                                Locale.ROOT,
                                "The 99th percentile of latency is %.1f ms, the champion's %.1f ms.",
                                challenger.latencyUs(0.99) / 1e3,
                                champion.latencyUs(0.99) / 1e3)))
                : Optional.empty();
    }

    private static Judgement rollback(String check, Map<String, Double> evidence, String reason) {
        return new Judgement.End(Verdict.ROLLBACK, check, evidence, reason);
    }

    private Judgement onward(Trial trial, Map<String, Double> evidence, Instant now) {
        Comparison losses = trial.comparison();
        Finding finding = losses.find(spec.alpha(), spec.minEffectPct() / 100);
        if (finding == Finding.WORSE) {
            return rollback("loss", evidence, "The loss is higher: " + improvement(losses) + ".");
        }
        OptionalInt next = trial.isShadow()
                ? OptionalInt.empty()
                : nextShareBp(trial.stage().shareBp());
        boolean enough = trial.labelsOfStage() >= spec.minLabels();
        if (enough && next.isPresent()) {
            return new Judgement.Advance(
                    next.getAsInt(), evidence, "Nothing speaks against it: " + improvement(losses) + ".");
        }
        if (enough && finding == Finding.BETTER) {
            return new Judgement.End(
                    Verdict.PROMOTE, "loss", evidence, "The loss is lower: " + improvement(losses) + ".");
        }
        if (trial.age(now).compareTo(spec.maxAge()) > 0) {
            return new Judgement.End(
                    Verdict.INCONCLUSIVE,
                    "age",
                    evidence,
                    losses.challenger().count() == 0
                            ? "No labelled request reached the challenger before the stage was too old."
                            : "The labels did not tell before the stage was too old: " + improvement(losses) + ".");
        }
        return new Judgement.Wait(
                evidence,
                enough
                        ? "Waits for the labels to tell: " + improvement(losses) + "."
                        : "Has " + trial.labelsOfStage() + " of " + spec.minLabels() + " matured labels.");
    }

    /// The share after this one; empty after the last.
    public OptionalInt nextShareBp(int shareBp) {
        return spec.stagesBp().stream()
                .mapToInt(Integer::intValue)
                .filter(stage -> stage > shareBp)
                .findFirst();
    }

    /// Evidence that the shadow leaves more unscored than is granted: the champion answered all of it.
    private double logEvidenceOfUnscored(Trial trial) {
        return trial.isShadow()
                ? RateEvidence.logEvidenceAbove(
                        trial.unscored(),
                        trial.unscored() + trial.comparison().challenger().count(),
                        spec.maxDeadLetterPct() / 100)
                : 0;
    }

    /// Evidence that the challenger refuses more keys than the champion. The hash is as good as a coin: where both
    /// refuse the same, each refused key is the challenger's with the challenger's share.
    private static double logEvidenceOfDeadLetters(Trial trial, Health challenger, Health champion) {
        return trial.isShadow()
                ? 0
                : RateEvidence.logEvidenceAbove(
                        challenger.refusedKeys(),
                        challenger.refusedKeys() + champion.refusedKeys(),
                        trial.stage().share());
    }

    /// Both tails have to be: one alone is the work of a few requests.
    private boolean isSlower(Health challenger, Health champion) {
        double most = 1 + spec.maxSlowerPct() / 100;
        return Math.min(challenger.answers(), champion.answers()) >= LATENCIES_NEEDED
                && challenger.latencyUs(0.99) > most * champion.latencyUs(0.99)
                && challenger.latencyUs(0.95) > most * champion.latencyUs(0.95);
    }

    private String improvement(Comparison losses) {
        Interval interval = losses.improvement(spec.alpha());
        return String.format(
                Locale.ROOT,
                "%s improved by %+.1f %% to %+.1f %% over %,d and %,d labels",
                spec.metric(),
                100 * interval.low(),
                100 * interval.high(),
                losses.challenger().count(),
                losses.champion().count());
    }

    private Map<String, Double> evidence(Trial trial, Health challenger, Health champion, Instant cut) {
        Comparison losses = trial.comparison();
        Interval interval = losses.improvement(spec.alpha());
        double log10 = Math.log(10);
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put(CUT, (double) cut.toEpochMilli());
        evidence.put("share", trial.stage().share());
        evidence.put("centre", trial.stage().centre());
        evidence.put("labels_of_stage", (double) trial.labelsOfStage());
        evidence.put("labels_challenger", (double) losses.challenger().count());
        evidence.put("labels_champion", (double) losses.champion().count());
        evidence.put("mean_loss_challenger", losses.challenger().mean());
        evidence.put("mean_loss_champion", losses.champion().mean());
        evidence.put("improvement_low", interval.low());
        evidence.put("improvement_high", interval.high());
        evidence.put("log10_evidence_better", losses.logEvidenceAbove(spec.minEffectPct() / 100) / log10);
        evidence.put("log10_evidence_worse", losses.logEvidenceBelow(0) / log10);
        evidence.put("sample_ratio_p", SampleRatio.pValue(trial.logEvidenceOfRatio()));
        evidence.put("alpha", spec.alpha());
        evidence.put("dead_letter_share_challenger", challenger.deadLetterShare());
        evidence.put("dead_letter_share_champion", champion.deadLetterShare());
        evidence.put("refused_keys_challenger", (double) challenger.refusedKeys());
        evidence.put("refused_keys_champion", (double) champion.refusedKeys());
        evidence.put("unscored", (double) trial.unscored());
        evidence.put("latency_p99_ms_challenger", challenger.latencyUs(0.99) / 1e3);
        evidence.put("latency_p99_ms_champion", champion.latencyUs(0.99) / 1e3);
        return evidence;
    }

    /// The trial's rule; empty when its manifest lets versions serve directly, or asks for the other kind of trial.
    public static Optional<TrialJudge> of(Optional<RolloutSpec> spec, TrialPlan plan) {
        RolloutSpec.Strategy wanted = plan.isShadow() ? RolloutSpec.Strategy.SHADOW : RolloutSpec.Strategy.CANARY;
        return spec.filter(rollout -> rollout.strategy() == wanted).map(TrialJudge::new);
    }
}
