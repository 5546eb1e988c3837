package io.tidemark.scoring.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterHeader;
import io.tidemark.event.Prediction;
import io.tidemark.scoring.ToyRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that say until when an answer is of use.
class DeadlinesTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ScoringDriver driver;

    @BeforeEach
    void open() {
        driver = ScoringDriver.serving(folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRequestInTimeIsAnsweredAndALateOneIsALetterThatCanBeSentAgain() {
        String deadline = Long.toString(ToyRequest.TIME.toEpochMilli() + 100);
        driver.clock.advance(Duration.ofMillis(100));
        send(1, deadline);
        driver.clock.advance(Duration.ofMillis(1));
        send(2, deadline);

        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getRequestId)
                .containsExactly("request-1");
        DeadLetter letter = driver.letters.readValue();
        assertThat(letter.getReason()).isEqualTo("EXPIRED");
        assertThat(letter.getMessage()).contains("the deadline " + deadline, "1 ms before", "redrive");
        assertThat(letter.getRequestId()).as("whoever asked finds it").isEqualTo("request-2");
        assertThat(letter.getModel()).isEqualTo("toy");
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(letter.getRedrivable()).isTrue();
        assertThat(letter.getHeaders())
                .containsExactly(
                        new DeadLetterHeader("tidemark-deadline-ms", ByteBuffer.wrap(deadline.getBytes(UTF_8))));
        assertThat(driver.letters.isEmpty()).isTrue();
        assertThat(driver.count("tidemark.dead.letters", "service", "scoring-stream", "reason", "EXPIRED"))
                .isEqualTo(1);
    }

    /// A backlog that nobody waits for any more must not wait for models, nor make one the partition's.
    @Test
    void aLateRequestAsksForNoModelAndAdoptsNothing() {
        driver.models.beforeEach(() -> {
            throw new AssertionError("asked for a model");
        });

        send(1, "1000");

        assertThat(driver.letters.readValue().getReason()).isEqualTo("EXPIRED");
        assertThat(driver.timeline.isEmpty()).isTrue();
        assertThat(driver.adoptions().get("toy")).isNull();
    }

    @Test
    void whatIsNoDeadlineIsNotPassedOver() {
        send(1, "in a second");

        DeadLetter letter = driver.letters.readValue();
        assertThat(letter.getReason()).isEqualTo("INVALID_FIELD");
        assertThat(letter.getMessage()).contains("'in a second' in the header tidemark-deadline-ms");
        assertThat(driver.predictions.isEmpty()).isTrue();
    }

    private void send(int number, String deadline) {
        driver.requests.pipeInput(new TestRecord<>(
                "key".getBytes(UTF_8),
                driver.encode(ToyRequest.number(number)),
                new RecordHeaders().add("tidemark-deadline-ms", deadline.getBytes(UTF_8)),
                ToyRequest.TIME.toEpochMilli()));
    }
}
