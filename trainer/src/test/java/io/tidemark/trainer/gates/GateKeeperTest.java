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
        TrainingTable rows = Toys.rows(REGRESSION, cache);
        double[] library = new double[result.evaluation().rows()];
        for (int i = 0; i < library.length; i++) {
            library[i] = result.evaluation().score(i);
        }
        library[3] += 0.01;

        GateReport report = new GateKeeper(REGRESSION, result.bundle(), 1)
                .judge(
                        result.evaluation(),
                        library,
                        rows.features().select(result.split().test()),
                        Optional.empty());

        assertThat(finding(report, "parity").passed()).isFalse();
        library[3] = Double.NaN;
        GateReport missing = new GateKeeper(REGRESSION, result.bundle(), 1)
                .judge(
                        result.evaluation(),
                        library,
                        rows.features().select(result.split().test()),
                        Optional.empty());
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
    void theMarginIsAShareOfTheChampionsValue() {
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
                Toys.regression("gates.champion.max_worse_pct=" + loss * 1.01),
                worse,
                worse.bundle(),
                Optional.of(good.bundle()));

        assertThat(finding(strict, "champion").passed()).isFalse();
        assertThat(finding(lenient, "champion").passed()).isTrue();
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
        double[] library = new double[result.evaluation().rows()];
        for (int i = 0; i < library.length; i++) {
            library[i] = result.evaluation().score(i);
        }
        TrainingTable rows = Toys.rows(REGRESSION, cache);
        return new GateKeeper(manifest, bundle, result.file().length)
                .judge(
                        result.evaluation(),
                        library,
                        rows.features().select(result.split().test()),
                        champion);
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
                                Optional.empty(),
                                2),
                        RunListener.NONE)
                .run();
    }

    @Test
    void aReportWithoutFindingsApproves() {
        assertThat(new GateReport(List.of()).approved()).isTrue();
    }
}
