package io.tidemark.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Contribution;
import io.tidemark.event.Explanation;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShownExplanationTest {
    private static final Explanation WHY = new Explanation(
            206855.8,
            List.of(
                    new Contribution("median_income", 8.3252, 120000.0, null),
                    new Contribution("ocean_proximity", 1.0, -60000.0, "NEAR BAY"),
                    new Contribution("total_rooms", Double.NaN, 0.0, null)),
            -12.5);

    @Test
    void eachFeatureHasALineWithItsValueABarAndWhatItAdds() {
        assertThat(ShownExplanation.of(WHY).orElseThrow().lines(Terminal.silent()))
                .containsExactly(
                        "why: 206856 as long as nothing is known, and",
                        "median_income      8.3252  ████████████████████  +120000",
                        "ocean_proximity  NEAR BAY  ██████████··········  -60000",
                        "total_rooms       missing  ····················  +0",
                        "and -12.500 by features that are not listed");
    }

    @Test
    void whatARecordSaysInJsonIsShownAlike() throws JsonProcessingException {
        JsonNode prediction = new ObjectMapper().readTree("""
                {"value": 3.0, "explanation": {"base_value": 206855.8, "rest": -12.5, "contributions": [
                  {"feature": "median_income", "value": 8.3252, "contribution": 120000.0, "category": null},
                  {"feature": "ocean_proximity", "value": 1.0, "contribution": -60000.0, "category": "NEAR BAY"},
                  {"feature": "total_rooms", "value": "NaN", "contribution": 0.0, "category": null}]}}
                """);

        assertThat(ShownExplanation.of(prediction)).isEqualTo(ShownExplanation.of(WHY));
    }

    @Test
    void aWatchedPredictionComesWithItsReasonsBelowAndNotTwice() throws JsonProcessingException {
        JsonNode value = new ObjectMapper().readTree("""
                {"request_id": "r", "explanation": {"base_value": 1.0, "contributions": [
                  {"feature": "\\u001b[31mrooms", "value": 4.0, "contribution": 2.0, "category": null}]}}
                """);
        SeenRecord seen = new SeenRecord(new ConsumerRecord<>("topic", 1, 7, "r".getBytes(UTF_8), new byte[0]), value);

        assertThat(seen.toLines(Terminal.silent()).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("1@7 r {\"request_id\":\"r\"}"),
                        line -> assertThat(line).startsWith("    why: 1 as"),
                        line -> assertThat(line)
                                .startsWith("    \\u001b[31mrooms")
                                .doesNotContain("\u001b"));
    }

    @Test
    void withoutAnExplanationThereIsNothingToShow() throws JsonProcessingException {
        assertThat(ShownExplanation.of((Explanation) null)).isEqualTo(Optional.empty());
        assertThat(ShownExplanation.of(new ObjectMapper().readTree("{\"explanation\": null}")))
                .isEmpty();
        assertThat(ShownExplanation.of(new ObjectMapper().readTree("\"a text\"")))
                .isEmpty();
    }
}
