package io.tidemark.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.drift.policy.Verdict.Ask;
import io.tidemark.drift.policy.Verdict.Step;
import io.tidemark.event.PolicyReading;
import io.tidemark.model.manifest.RetrainRules;
import io.tidemark.model.manifest.RetrainRules.Combine;
import io.tidemark.model.manifest.RetrainRules.DriftSeverity;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.stats.state.CorruptStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrainPolicyTest {
    private static final Instant START = Readings.START;
    private static final Duration COOLDOWN = Duration.ofHours(6);

    private RetrainPolicy policy = new RetrainPolicy(Readings.MODEL);

    private static PolicyTerms terms(boolean onDrift, RetrainRules rules) {
        RetrainSpec spec = new RetrainSpec(onDrift, 1_000, COOLDOWN, Duration.ofDays(30), 0.5, 500, true);
        return new PolicyTerms(spec.with(rules), "mae", 200);
    }

    private static PolicyTerms driftAlone() {
        return terms(true, RetrainRules.DEFAULT);
    }

    private static RetrainRules rules(Combine combine, int atLeast, Duration warmUp, int maxPerDay) {
        return new RetrainRules(
                DriftSeverity.MEDIUM,
                Optional.of(20.0),
                Optional.of(Duration.ofDays(30)),
                OptionalInt.of(5_000),
                combine,
                atLeast,
                warmUp,
                maxPerDay);
    }

    private Verdict take(PolicyTerms terms, PolicyReading... readings) {
        for (PolicyReading reading : readings) {
            policy.take(reading, Optional.of(terms));
        }
        return policy.decide(terms);
    }

    private static Instant after(Duration duration) {
        return START.plus(duration);
    }

    @Test
    void asksOnceEnoughLabelsHaveComeSinceTheDriftBegan() {
        assertThat(take(driftAlone(), Readings.drift(1, START, 1, 999, 50_000)).step())
                .isEqualTo(Step.TOO_FEW_LABELS);
        Verdict verdict = take(driftAlone(), Readings.drift(1, START.plusSeconds(1), 1, 1_000, 50_001));

        Ask ask = verdict.ask().orElseThrow();
        assertThat(ask.triggerId())
                .isEqualTo("drift-homes-v1-" + START.plusSeconds(60).toEpochMilli() + "-1")
                .as("as the trainer wants it")
                .matches("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");
        assertThat(ask.reasons())
                .containsExactly(
                        "drift: severity low since 2026-03-01T12:00:00Z, threshold low",
                        "1000 labelled outcomes since 2026-03-01T12:00:00Z");
        assertThat(ask.replayFrom()).contains(START);
        assertThat(take(driftAlone(), Readings.drift(1, START.plusSeconds(2), 1, 1_001, 50_002))
                        .step())
                .isEqualTo(Step.COOLDOWN);
    }

    @Test
    void whileTheDriftLastsItAsksAgainAfterTheCooldownForLabelsThatNoRequestUsed() {
        take(driftAlone(), Readings.drift(1, START, 1, 1_000, 1_000));
        assertThat(take(driftAlone(), Readings.drift(1, after(COOLDOWN).minusMillis(1), 1, 2_000, 2_000))
                        .step())
                .isEqualTo(Step.COOLDOWN);
        assertThat(take(driftAlone(), Readings.drift(1, after(COOLDOWN), 1, 1_999, 1_999))
                        .step())
                .isEqualTo(Step.TOO_FEW_LABELS);
        assertThat(take(driftAlone(), Readings.drift(1, after(COOLDOWN), 1, 2_000, 2_000))
                        .ask()
                        .orElseThrow()
                        .triggerId())
                .endsWith("-2");
    }

    @Test
    void neverAsksWhereTheManifestSaysNo() {
        Verdict verdict = take(terms(false, RetrainRules.DEFAULT), Readings.drift(1, START, 3, 5_000, 5_000));

        assertThat(verdict.step()).isEqualTo(Step.NOT_MET);
        assertThat(verdict.triggers()).isEmpty();
    }

    @Test
    void eachTriggerSaysItsValueAndItsThreshold() {
        Verdict verdict = take(
                terms(true, rules(Combine.ALL, 2, Duration.ZERO, 4)),
                Readings.activated(3, START, START.minus(Duration.ofDays(40))),
                Readings.registered(3, START, START.minus(Duration.ofDays(41))),
                Readings.quality(3, START, "fast", 121.5, 200),
                Readings.drift(3, START, 2, 3_000, 6_000));

        assertThat(verdict.step()).isEqualTo(Step.ASKS);
        assertThat(verdict.triggers())
                .extracting(Trigger::toString)
                .containsExactly(
                        "drift: severity medium since 2026-03-01T12:00:00Z, threshold medium",
                        "performance: mae 21.50 % worse than at training time over fast, threshold 20.00 %",
                        "age: version 3 was trained 41 d ago, threshold 30 d",
                        "labels: 6000 labelled outcomes since the last training or request, threshold 5000");
    }

    @Test
    void triggersAreCombinedByAnyAllOrANumberOfThem() {
        PolicyReading[] two = {
            Readings.activated(1, START, START),
            Readings.quality(1, START, "fast", 130, 500),
            Readings.calm(1, START, 5_000)
        };
        assertThat(take(terms(true, rules(Combine.ALL, 2, Duration.ZERO, 4)), two)
                        .step())
                .isEqualTo(Step.NOT_MET);
        assertThat(take(terms(true, rules(Combine.AT_LEAST, 3, Duration.ZERO, 4)), two)
                        .why())
                .isEqualTo("2 of 4 triggers, needed 3");
        assertThat(take(terms(true, rules(Combine.AT_LEAST, 2, Duration.ZERO, 4)), two)
                        .ask()
                        .orElseThrow()
                        .triggerId())
                .isEqualTo("performance-homes-v1-" + START.toEpochMilli() + "-1");
        policy = new RetrainPolicy(Readings.MODEL);
        assertThat(take(terms(true, rules(Combine.ANY, 2, Duration.ZERO, 4)), Readings.calm(1, START, 5_000))
                        .step())
                .isEqualTo(Step.ASKS);
    }

    @Test
    void aDriftBelowTheSeverityDoesNotCount() {
        PolicyTerms terms = terms(true, rules(Combine.ANY, 1, Duration.ZERO, 4));
        assertThat(take(terms, Readings.drift(1, START, 1, 2_000, 2_000)).step())
                .isEqualTo(Step.NOT_MET);
        assertThat(take(terms, Readings.drift(1, START, 2, 2_000, 2_000)).step())
                .isEqualTo(Step.ASKS);
    }

    @Test
    void qualityCountsOfTheVersionThatAnswersAndOfWindowsWithEnoughLabels() {
        PolicyTerms terms = terms(true, rules(Combine.ANY, 1, Duration.ZERO, 4));
        take(terms, Readings.activated(2, START, START), Readings.calm(2, START, 2_000));
        assertThat(take(terms, Readings.quality(2, START, "fast", 200, 199)).step())
                .isEqualTo(Step.NOT_MET);
        assertThat(take(terms, Readings.quality(1, START, "fast", 200, 999)).step())
                .isEqualTo(Step.NOT_MET);
        assertThat(take(terms, Readings.quality(2, START, "fast", 80, 999)).step())
                .isEqualTo(Step.NOT_MET);
        assertThat(take(terms, Readings.quality(2, START, "slow", 120, 999)).step())
                .isEqualTo(Step.ASKS);
    }

    @Test
    void nothingIsAskedForDuringTheWarmUpOfAVersion() {
        PolicyTerms terms = terms(true, rules(Combine.ANY, 1, Duration.ofHours(2), 4));
        take(terms, Readings.activated(1, START, START));
        assertThat(take(terms, Readings.drift(1, after(Duration.ofMinutes(119)), 3, 2_000, 2_000))
                        .step())
                .isEqualTo(Step.WARM_UP);
        assertThat(take(terms, Readings.drift(1, after(Duration.ofHours(2)), 3, 2_000, 2_000))
                        .step())
                .isEqualTo(Step.ASKS);
    }

    @Test
    void aDayHasNoMoreRequestsThanItsCap() {
        PolicyTerms terms = terms(true, rules(Combine.ANY, 1, Duration.ZERO, 2));
        List<Step> steps = new ArrayList<>();
        for (int hours = 0; hours <= 24; hours += 6) {
            steps.add(take(terms, Readings.drift(1, after(Duration.ofHours(hours)), 3, 2_000 + 2_000L * hours, 0))
                    .step());
        }

        assertThat(steps).containsExactly(Step.ASKS, Step.ASKS, Step.DAILY_CAP, Step.DAILY_CAP, Step.ASKS);
    }

    @Test
    void aNewVersionBeginsWithoutTheDriftAndTheQualityOfTheOldOne() {
        PolicyTerms terms = terms(true, rules(Combine.ANY, 1, Duration.ZERO, 4));
        take(terms, Readings.activated(1, START, START), Readings.quality(1, START, "fast", 200, 999));
        Verdict verdict = take(
                terms,
                Readings.drift(1, START, 3, 500, 500),
                Readings.registered(2, START, START),
                Readings.activated(2, START, START),
                Readings.drift(1, START.plusSeconds(1), 3, 5_000, 5_000));

        assertThat(verdict.version()).isEqualTo(2);
        assertThat(verdict.step()).isEqualTo(Step.NOT_MET);
    }

    @Test
    void labelsOfAllVersionsAreNewUntilTheNextTraining() {
        PolicyTerms terms = terms(false, rules(Combine.ANY, 1, Duration.ZERO, 4));
        take(
                terms,
                Readings.activated(1, START, START),
                Readings.calm(1, START, 3_000),
                Readings.calm(2, START, 1_999));
        assertThat(take(terms, Readings.calm(1, START, 3_000)).step()).isEqualTo(Step.NOT_MET);
        assertThat(take(terms, Readings.calm(2, START, 2_000)).step()).isEqualTo(Step.ASKS);
        assertThat(take(terms, Readings.registered(3, START, START), Readings.calm(2, after(COOLDOWN), 6_999))
                        .step())
                .isEqualTo(Step.NOT_MET);
    }

    @Test
    void timeNeverGoesBack() {
        take(driftAlone(), Readings.drift(1, after(COOLDOWN), 1, 1_000, 1_000));

        assertThat(take(driftAlone(), Readings.drift(1, START, 1, 9_000, 9_000)).step())
                .isEqualTo(Step.COOLDOWN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSameReadingsGiveTheSameRequestsHoweverOftenItLosesItsMemory(long seed) {
        PolicyTerms terms = terms(true, rules(Combine.AT_LEAST, 2, Duration.ofMinutes(30), 3));
        List<PolicyReading> readings = life(new Random(seed));

        List<Ask> once = asks(terms, readings, false);

        assertThat(once).hasSizeGreaterThan(2);
        assertThat(asks(terms, readings, false)).isEqualTo(once);
        assertThat(asks(terms, readings, true)).isEqualTo(once);
        assertThat(once).extracting(Ask::triggerId).doesNotHaveDuplicates();
    }

    /// A month with everything in it.
    private static List<PolicyReading> life(Random random) {
        List<PolicyReading> readings = new ArrayList<>();
        readings.add(Readings.registered(1, START, START));
        readings.add(Readings.activated(1, START, START));
        long labels = 0;
        int version = 1;
        for (int hour = 1; hour < 720; hour++) {
            Instant time = after(Duration.ofHours(hour));
            labels += random.nextInt(400);
            readings.add(
                    random.nextInt(3) == 0
                            ? Readings.calm(version, time, labels)
                            : Readings.drift(version, time, 1 + random.nextInt(3), labels, labels));
            readings.add(Readings.quality(version, time, "fast", 90 + random.nextInt(60), random.nextInt(500)));
            if (random.nextInt(200) == 0) {
                version++;
                labels = 0;
                readings.add(Readings.registered(version, time, time));
                readings.add(Readings.activated(version, time, time));
            }
        }
        return readings;
    }

    private static List<Ask> asks(PolicyTerms terms, List<PolicyReading> readings, boolean restarts) {
        List<Ask> asks = new ArrayList<>();
        RetrainPolicy policy = new RetrainPolicy(Readings.MODEL);
        for (PolicyReading reading : readings) {
            if (restarts) {
                policy = RetrainPolicy.fromBytes(Readings.MODEL, policy.toBytes());
            }
            policy.take(reading, Optional.of(terms));
            policy.decide(terms).ask().ifPresent(asks::add);
        }
        return asks;
    }

    @Test
    void bytesThatAreNoMemoryAreRefused() {
        assertThatThrownBy(() -> RetrainPolicy.fromBytes(Readings.MODEL, new byte[] {'X', 1, 2}))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("Found kind 88");
        assertThatThrownBy(() -> RetrainPolicy.fromBytes(Readings.MODEL, new byte[] {'P', 1, 2}))
                .isInstanceOf(CorruptStateException.class);
    }
}
