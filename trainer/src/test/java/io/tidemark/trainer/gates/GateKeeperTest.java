package io.tidemark.trainer.gates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingJob;
import io.tidemark.trainer.pipeline.TrainingPipeline;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.step.Steps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateKeeperTest {
    @TempDir
    static Path cache;

    private static final ModelManifest REGRESSION = Toys.regression("selection.algorithms={ridge: {}}");

    @Test
    void gatesAreAskedInOrder() {
        TrainingResult result = train(REGRESSION);
        GateReport report = judge(Toys.regression("gates.limits={r2: -100, mae: 1000}"), result, result.bundle());

        assertThat(report.findings())
                .extracting(GateFinding::gate)
                .containsExactly("limit r2", "limit mae", "parity", "behaviour", "size", "champion");
        assertThat(report.approved()).isTrue();
        assertThat(report.verdict()).isEqualTo("APPROVED");
    }

    @ParameterizedTest
    @CsvSource({
        "gates.limits={r2: 0.9999}, limit r2, required >=",
        "gates.limits={mae: 0.001}, limit mae, required <=",
        "gates.size_mb=0.0001, size, MiB",
        "gates.latency_us=0, behaviour, to score a row",
    })
    void aGateThatIsNotPassedRefusesWithTheReason(String override, String gate, String reason) {
        TrainingResult result = train(REGRESSION);

        GateReport report = judge(Toys.regression(override), result, result.bundle());

        assertThat(report.approved()).isFalse();
        assertThat(report.verdict()).startsWith("REJECTED: ").contains(reason);
        assertThat(report.findings())
                .filteredOn(finding -> !finding.passed())
                .extracting(GateFinding::gate)
                .containsExactly(gate);
    }

    @Test
    void aModelThatAnswersOtherwiseThanItsLibraryIsRefused() {
        TrainingResult result = train(REGRESSION);
        double[] library = result.evaluation().scores();
        library[3] += 0.01;

        GateReport report = judge(REGRESSION, result, result.bundle(), library, Optional.empty());

        assertThat(finding(report, "parity").passed()).isFalse();
        library[3] = Double.NaN;
        GateReport missing = judge(REGRESSION, result, result.bundle(), library, Optional.empty());
        assertThat(finding(missing, "parity").passed()).isFalse();
    }

    /// The manifest may allow more than scorers do; what they would refuse is refused here.
    @Test
    void looseGatesDoNotApproveWhatScorersRefuse() {
        ModelManifest loose = Toys.regression("gates.parity=1000", "gates.latency_us=1e9");
        TrainingResult result = train(REGRESSION);
        ModelBundle bundle = result.bundle();
        ModelBundle other = new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                bundle.kernel(),
                bundle.goldenRows().stream()
                        .map(row -> new io.tidemark.model.bundle.GoldenRow(row.values(), row.score() + 0.5))
                        .toList(),
                bundle.profile(),
                bundle.manifest());

        GateReport report = judge(loose, result, other);

        assertThat(finding(report, "behaviour").passed()).isFalse();
        assertThat(finding(report, "behaviour").message()).contains("golden row");
    }

    @Test
    void withoutChampionOrGateNothingIsCompared() {
        TrainingResult result = train(REGRESSION);

        assertThat(judge(REGRESSION, result, result.bundle(), Optional.empty()).findings())
                .extracting(GateFinding::gate)
                .doesNotContain("champion");
        assertThat(judge(Toys.regression("gates.champion="), result, result.bundle())
                        .findings())
                .extracting(GateFinding::gate)
                .doesNotContain("champion");
    }

    @Test
    void theWorseEndOfTheIntervalHasToStayWithinTheMargin() {
        TrainingResult good = train(REGRESSION);
        TrainingResult worse = train(Toys.regression("selection.algorithms={ridge: {alpha: 3000}}"));
        double loss = worse.metrics().getOrDefault("mae", 0.0) / good.metrics().getOrDefault("mae", 1.0) * 100 - 100;
        assertThat(loss).isPositive();

        GateReport strict = judge(
                Toys.regression("gates.champion.max_worse_pct=" + loss * 0.99),
                worse,
                worse.bundle(),
                Optional.of(good.bundle()));
        GateReport lenient = judge(
                Toys.regression("gates.champion.max_worse_pct=" + loss * 3),
                worse,
                worse.bundle(),
                Optional.of(good.bundle()));

        assertThat(finding(strict, "champion").passed()).isFalse();
        assertThat(finding(lenient, "champion").passed()).isTrue();
        assertThat(finding(lenient, "champion").message()).contains("it is worse by", "at 95 % confidence");
        assertThat(finding(judge(REGRESSION, good, good.bundle(), Optional.of(worse.bundle())), "champion")
                        .message())
                .contains("it is better by")
                .doesNotContain("better by -");
    }

    @Test
    void aChampionOfOtherFeaturesOrAnotherTargetIsNotCompared() {
        TrainingResult newcomer = train(REGRESSION);
        ModelBundle otherFeatures = train(
                        Toys.regression("selection.algorithms={ridge: {}}", "features.f={type: number}"))
                .bundle();
        ModelBundle otherTarget = train(Toys.regression("selection.algorithms={ridge: {}}", "target.name=z"))
                .bundle();

        assertThat(finding(judge(REGRESSION, newcomer, newcomer.bundle(), Optional.of(otherFeatures)), "champion")
                        .message())
                .isEqualTo("not compared: the champion has other features than the manifest");
        assertThat(finding(judge(REGRESSION, newcomer, newcomer.bundle(), Optional.of(otherTarget)), "champion")
                        .message())
                .isEqualTo("not compared: the champion has another target than the manifest");
    }

    private static GateFinding finding(GateReport report, String gate) {
        return report.findings().stream()
                .filter(finding -> finding.gate().equals(gate))
                .findFirst()
                .orElseThrow();
    }

    private static GateReport judge(ModelManifest manifest, TrainingResult result, ModelBundle bundle) {
        return judge(manifest, result, bundle, Optional.of(result.bundle()));
    }

    private static GateReport judge(
            ModelManifest manifest, TrainingResult result, ModelBundle bundle, Optional<ModelBundle> champion) {
        return judge(manifest, result, bundle, result.evaluation().scores(), champion);
    }

    private static GateReport judge(
            ModelManifest manifest,
            TrainingResult result,
            ModelBundle bundle,
            double[] library,
            Optional<ModelBundle> champion) {
        TrainingTable rows = Toys.rows(REGRESSION, cache);
        return new GateKeeper(manifest)
                .judge(new Evidence(
                        bundle,
                        result.file().length,
                        result.candidates().getFirst(),
                        result.evaluation(),
                        rows.features().select(result.split().test()),
                        row -> library[row],
                        champion));
    }

    private static TrainingResult train(ModelManifest manifest) {
        return new TrainingPipeline(
                        new TrainingJob(
                                "run",
                                manifest,
                                Toys.data(manifest, cache),
                                Toys.rows(manifest, cache),
                                Optional.empty(),
                                Optional.empty(),
                                Steps.unkept(),
                                2),
                        RunListener.NONE)
                .run();
    }

    @Test
    void tooFewRowsForTheMarginAreSaidAndTheDifferenceIsJudged() {
        TrainingResult good = train(REGRESSION);
        TrainingResult worse = train(Toys.regression("selection.algorithms={ridge: {alpha: 30}}"));

        GateFinding same =
                finding(judge(Toys.regression("gates.champion.max_worse_pct=0"), good, good.bundle()), "champion");
        GateFinding strict = finding(
                judge(
                        Toys.regression("gates.champion.max_worse_pct=0.0001"),
                        worse,
                        worse.bundle(),
                        Optional.of(good.bundle())),
                "champion");

        assertThat(same.passed()).isTrue();
        assertThat(same.message()).doesNotContain("too few rows");
        assertThat(strict.message()).contains("too few rows");
    }

    @Test
    void foldsThatDisagreeAndFitsThatDoNotCarryOverAreRefused() {
        TrainingResult result = train(REGRESSION);

        GateReport strict =
                judge(Toys.regression("gates.stability_pct=0.0001", "gates.overfit=1"), result, result.bundle());
        GateReport lenient =
                judge(Toys.regression("gates.stability_pct=1000", "gates.overfit=1000"), result, result.bundle());

        assertThat(finding(strict, "stability").passed()).isFalse();
        assertThat(finding(strict, "stability").message()).contains("over the folds");
        assertThat(finding(strict, "overfit").passed()).isFalse();
        assertThat(finding(lenient, "stability").passed()).isTrue();
        assertThat(finding(lenient, "overfit").passed()).isTrue();
    }

    @Test
    void noGroupIsServedMuchWorseThanAnother() {
        TrainingResult result = train(REGRESSION);

        GateFinding strict = finding(
                judge(
                        Toys.regression("gates.fairness=[{by: c, max_gap_pct: 0, min_rows: 5}]"),
                        result,
                        result.bundle()),
                "fairness c");
        GateFinding lenient = finding(
                judge(
                        Toys.regression("gates.fairness=[{by: d, max_gap_pct: 10000, min_rows: 5}]"),
                        result,
                        result.bundle()),
                "fairness d");
        GateFinding small = finding(
                judge(Toys.regression("gates.fairness=[{by: c, min_rows: 1000}]"), result, result.bundle()),
                "fairness c");

        assertThat(strict.passed()).isFalse();
        assertThat(strict.message()).contains("mae is").contains("% worse, allowed 0");
        assertThat(lenient.passed()).isTrue();
        assertThat(small.passed()).isTrue();
        assertThat(small.message()).contains("not compared");
    }

    @Test
    void aReportWithoutFindingsApproves() {
        assertThat(new GateReport(List.of()).approved()).isTrue();
    }
}
