package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Contribution;
import io.tidemark.event.Explanation;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.ExplainSpec;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.RecentRows;
import io.tidemark.scoring.serving.ServingModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Predictions that say why, and those that do not although they were asked.
class ExplainedAnswersTest {
    private static final ToyModel TOY = ToyModel.version(1);

    @TempDir
    private Path folder;

    @Test
    void baseAndContributionsAddUpToTheMarginOfEachAnswer() {
        try (ScoringDriver driver = driver(1, TOY.serving())) {
            for (int i = 0; i < 50; i++) {
                driver.send(wanted(i));
            }

            assertThat(driver.predictions.readValuesToList()).hasSize(50).allSatisfy(prediction -> {
                assertThat(margin(prediction.getExplanation())).isCloseTo(prediction.getValue(), within(1e-9));
                assertThat(prediction.getExplanation().getRest()).isZero();
            });
            assertThat(counted(driver, "given")).isEqualTo(50);
        }
    }

    @Test
    void ofAClassifierTheMarginIsTheLogOdds() {
        try (ScoringDriver driver = driver(1, ToyModel.classifier(1).serving())) {
            driver.send(wanted(3));

            Prediction prediction = driver.predictions.readValue();
            assertThat(Link.LOGISTIC.score(margin(prediction.getExplanation())))
                    .isCloseTo(prediction.getValue(), within(1e-9));
        }
    }

    @Test
    void featuresComeWithTheirValuesThoseThatMatterMostFirst() {
        try (ScoringDriver driver = driver(1, TOY.serving())) {
            driver.send(asking(ToyRequest.of("r", Map.of("rooms", 4L, "region", "coast"))));

            Explanation why = driver.predictions.readValue().getExplanation();
            assertThat(why.getBaseValue()).isEqualTo(100);
            assertThat(why.getContributions())
                    .extracting(Contribution::getFeature, Contribution::getContribution, Contribution::getCategory)
                    .containsExactly(
                            tuple("rooms", 40.0, null), tuple("region", 5.0, "coast"), tuple("income", 0.0, null));
            assertThat(why.getContributions())
                    .extracting(Contribution::getValue)
                    .as("the rooms, the first region, no income")
                    .containsExactly(4.0, 0.0, Double.NaN);
        }
    }

    @Test
    void whatIsNotListedIsSummedUp() {
        List<Contribution> all = explained(20).getExplanation().getContributions();
        Prediction prediction = explained(1);
        Explanation why = prediction.getExplanation();

        assertThat(all).hasSize(3);
        assertThat(why.getContributions()).containsExactly(all.get(0));
        assertThat(why.getRest())
                .isNotZero()
                .isEqualTo(all.get(1).getContribution() + all.get(2).getContribution());
        assertThat(margin(why)).isEqualTo(prediction.getValue());
    }

    /// The answer to one request, with so many contributions.
    private Prediction explained(int top) {
        try (ScoringDriver driver = driver(1, TOY.serving(new ExplainSpec(0, top)))) {
            driver.send(wanted(8));
            return driver.predictions.readValue();
        }
    }

    /// The test of what must never happen: that asking why changes the answer.
    @Test
    void exceptForTheExplanationAnAnswerIsTheSameExplainedOrNot() {
        List<Prediction> asked = answers(1, TOY.serving(), true);
        List<Prediction> notAsked = answers(1, TOY.serving(), false);
        List<Prediction> noTime = answers(0, TOY.serving(), true);
        List<Prediction> sampled = answers(1, TOY.serving(new ExplainSpec(0.5, 20)), false);

        assertThat(asked)
                .allSatisfy(
                        prediction -> assertThat(prediction.getExplanation()).isNotNull());
        assertThat(notAsked)
                .allSatisfy(
                        prediction -> assertThat(prediction.getExplanation()).isNull());
        assertThat(withoutExplanation(asked))
                .isEqualTo(notAsked)
                .isEqualTo(noTime)
                .isEqualTo(withoutExplanation(sampled));
    }

    @Test
    void aShareOfTheRequestsIsExplainedUnaskedTheSameOnesEachTime() {
        List<Prediction> once = answers(1, TOY.serving(new ExplainSpec(0.5, 20)), false);
        List<Prediction> again = answers(1, TOY.serving(new ExplainSpec(0.5, 20)), false);

        assertThat(once)
                .filteredOn(prediction -> prediction.getExplanation() != null)
                .hasSizeBetween(60, 140);
        assertThat(again).isEqualTo(once);
    }

    /// A share of a billionth is one nanosecond of each second: the first explanation takes up hours of it.
    @Test
    void overTheBudgetTheAnswerGoesOutWithoutExplanationAndSaysSo() {
        try (ScoringDriver driver = driver(1e-9, TOY.serving())) {
            driver.send(wanted(1));
            driver.send(wanted(2));
            driver.send(ToyRequest.number(3));

            List<TestRecord<String, Prediction>> answers = driver.predictions.readRecordsToList();
            assertThat(answers).extracting(answer -> header(answer.headers())).containsExactly(null, "omitted", null);
            assertThat(answers.get(0).value().getExplanation()).isNotNull();
            assertThat(answers.get(1).value().getExplanation()).isNull();
            assertThat(answers.get(1).value().getValue()).isEqualTo(TOY.score(ToyRequest.values(2)));
            assertThat(counted(driver, "given")).isEqualTo(1);
            assertThat(counted(driver, "omitted")).isEqualTo(1);
        }
    }

    @Test
    void aVersionThatCannotExplainAnswersAndSaysSo() {
        ServingModel mute = new ServingModel(TOY.name(), 1, TOY.sha256(), TOY.bundle(), new RecentRows());
        try (ScoringDriver driver = driver(1, mute)) {
            driver.send(wanted(1));

            TestRecord<String, Prediction> answer = driver.predictions.readRecord();
            assertThat(header(answer.headers())).isEqualTo("unavailable");
            assertThat(answer.value().getExplanation()).isNull();
            assertThat(answer.value().getValue()).isEqualTo(TOY.score(ToyRequest.values(1)));
            assertThat(counted(driver, "unavailable")).isEqualTo(1);
        }
    }

    private ScoringDriver driver(double explainBudget, ServingModel champion) {
        ScoringDriver driver = new ScoringDriver(folder, explainBudget);
        driver.serve(new ReadyActivation(5, "activation-5", champion, List.of()));
        return driver;
    }

    private List<Prediction> answers(double explainBudget, ServingModel champion, boolean asking) {
        try (ScoringDriver driver = driver(explainBudget, champion)) {
            IntStream.range(0, 200).forEach(i -> driver.send(asking ? wanted(i) : ToyRequest.number(i)));
            return driver.predictions.readValuesToList();
        }
    }

    private static List<Prediction> withoutExplanation(List<Prediction> predictions) {
        return predictions.stream()
                .map(prediction ->
                        Prediction.newBuilder(prediction).setExplanation(null).build())
                .toList();
    }

    private static PredictionRequest wanted(int i) {
        return asking(ToyRequest.number(i));
    }

    private static PredictionRequest asking(PredictionRequest request) {
        return PredictionRequest.newBuilder(request).setExplain(true).build();
    }

    private static double margin(Explanation why) {
        return why.getBaseValue()
                + why.getRest()
                + why.getContributions().stream()
                        .mapToDouble(Contribution::getContribution)
                        .sum();
    }

    private static @Nullable String header(Headers headers) {
        Header header = headers.lastHeader("tidemark-explanation");
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static double counted(ScoringDriver driver, String result) {
        return driver.count("tidemark.explanations", "model", "toy", "version", "1", "result", result);
    }
}
