package io.tidemark.scoring.replay;

import io.tidemark.event.Prediction;
import io.tidemark.scoring.enrich.KnownHistory;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// How the requests of a range ended live, by their places: what stands on `predictions` and `dead-letters`.
///
/// Held in memory, about 100 bytes a request, and some more where an answer has probabilities.
public final class LiveEnds {
    private static final byte[] OMITTED = "omitted".getBytes(StandardCharsets.UTF_8);

    private final RequestRange range;
    private final Map<RequestPlace, LiveEnd> ends = new HashMap<>();
    private long doubled;

    /// Knows of no end yet.
    public LiveEnds(RequestRange range) {
        this.range = range;
    }

    /// The same answers without what a clock decided: nothing was given up and no explanation omitted. What was known
    /// of the requests' entities stays. For versions that did not answer then.
    public LiveEnds withoutClock() {
        LiveEnds known = new LiveEnds(range);
        ends.forEach((place, end) -> {
            if (end instanceof LiveEnd.Answered answered) {
                known.ends.put(place, answered.withoutClock());
            }
        });
        return known;
    }

    /// Reads which requests the scoring stream gave up.
    public void readDeadLetters(TopicBinding topics) {
        ScoringLetters.read(topics, range.topic(), letter -> {
            if (range.contains(letter.getPartition(), letter.getOffset())) {
                ends.putIfAbsent(
                        new RequestPlace(letter.getPartition(), letter.getOffset()),
                        new LiveEnd.GivenUp(letter.getReason().intern()));
            }
        });
    }

    /// Reads what was answered.
    ///
    /// @param model only its answers count
    public void readPredictions(TopicBinding topics, String model) {
        Topic<Prediction> predictions = topics.of(Topics.PREDICTIONS);
        new TopicReader(topics.settings())
                .read(
                        predictions.name(),
                        message -> Replay.decoded(predictions, message)
                                .filter(prediction -> prediction.getModel().equals(model)
                                        && prediction.getSupersedes() == null
                                        && prediction.getSource().getTopic().equals(range.topic())
                                        && range.contains(
                                                prediction.getSource().getPartition(),
                                                prediction.getSource().getOffset()))
                                .ifPresent(prediction -> put(prediction, message)));
    }

    /// How a request ended; empty when it has not.
    public Optional<LiveEnd> at(RequestPlace place) {
        return Optional.ofNullable(ends.get(place));
    }

    /// Why a request became a dead letter; empty when it did not.
    public Optional<String> reasonOf(RequestPlace place) {
        return ends.get(place) instanceof LiveEnd.GivenUp given ? Optional.of(given.reason()) : Optional.empty();
    }

    /// True when an explanation was wanted of an answer and there was no time for it.
    boolean isExplanationOmitted(RequestPlace place) {
        return ends.get(place) instanceof LiveEnd.Answered answered && answered.explanationOmitted();
    }

    /// Which feature updates of its entity were known when a request was answered: those before an offset; empty when
    /// it is not said.
    OptionalLong updatesEndOf(RequestPlace place) {
        return ends.get(place) instanceof LiveEnd.Answered answered && answered.updatesEnd() >= 0
                ? OptionalLong.of(answered.updatesEnd())
                : OptionalLong.empty();
    }

    /// Answers beyond the first to the same request; 0 under exactly-once.
    public long doubled() {
        return doubled;
    }

    private void put(Prediction prediction, ConsumerRecord<byte[], byte[]> message) {
        RequestPlace place = new RequestPlace(
                prediction.getSource().getPartition(), prediction.getSource().getOffset());
        Header explanation = message.headers().lastHeader(HeaderNames.EXPLANATION);
        boolean omitted = explanation != null && Arrays.equals(explanation.value(), OMITTED);
        if (ends.put(place, LiveEnd.Answered.of(prediction, message.value(), omitted, updatesEnd(message))) != null) {
            doubled++;
        }
    }

    private static long updatesEnd(ConsumerRecord<byte[], byte[]> message) {
        Header end = message.headers().lastHeader(HeaderNames.VIEW_UPDATES_END);
        return end == null ? KnownHistory.UNKNOWN_END : Long.parseLong(new String(end.value(), StandardCharsets.UTF_8));
    }
}
