package io.tidemark.scoring.replay;

import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.answer.Reply;
import io.tidemark.scoring.answer.RequestChecks;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Answers a range of requests again, partition by partition in the order of the log. No clock is asked: the same
/// range, the same facts and the same bundles give the same answers to the last bit.
public final class Replay {
    private final TopicBinding topics;
    private final Topic<PredictionRequest> requests;
    private final String model;
    private final AnswererChoice choice;
    private final LiveEnds live;

    /// @param model only requests of this model are answered; the others are passed over
    /// @param live what was decided by a clock when the requests were answered, and is repeated: which became dead
    ///     letters, and which explanations there was no time for
    public Replay(TopicBinding topics, String model, AnswererChoice choice, LiveEnds live) {
        this.topics = topics;
        this.requests = topics.of(Topics.REQUESTS);
        this.model = model;
        this.choice = choice;
        this.live = live;
    }

    /// Hands what becomes of each request to `sink`. Requests that cannot be read belong to no model: they are
    /// passed over too.
    ///
    /// @param seen hears each record that was read, of whichever model
    public void run(RequestRange range, Runnable seen, Consumer<Replayed> sink) {
        PastViews views = new PastViews(topics, range, model);
        new TopicReader(topics.settings()).readBetween(range.begins(), range.ends(), message -> {
            seen.run();
            decoded(requests, message)
                    .filter(request -> request.getModel().equals(model))
                    .ifPresent(request -> sink.accept(replayed(message, request, views)));
        });
    }

    private Replayed replayed(ConsumerRecord<byte[], byte[]> message, PredictionRequest request, PastViews views) {
        RequestPlace place = new RequestPlace(message.partition(), message.offset());
        Optional<String> reason = live.reasonOf(place);
        if (reason.isPresent()) {
            return new Replayed.GivenUp(place, reason.get());
        }
        // The clock's bound was held against the request when it came; today's says nothing about it.
        Optional<Fault> fault = RequestChecks.check(request, EventChecks.ANY_TIME);
        if (fault.isPresent()) {
            return new Replayed.Refused(place, fault.get().reason(), fault.get().message());
        }
        return choice.of(place, request)
                .map(answerer -> answered(
                        message,
                        views.enrich(message, request, answerer.model().views(), live.updatesEndOf(place)),
                        place,
                        answerer))
                .orElseGet(() -> new Replayed.Unserved(place));
    }

    private Replayed answered(
            ConsumerRecord<byte[], byte[]> message, PredictionRequest request, RequestPlace place, Answerer answerer) {
        RequestCoordinates source = new RequestCoordinates(message.topic(), message.partition(), message.offset());
        ExplanationBudget budget =
                live.isExplanationOmitted(place) ? ExplanationBudget.NONE : ExplanationBudget.UNLIMITED;
        return switch (answerer.answer(request, source, budget)) {
            case Reply.Answered answered -> new Replayed.Answered(place, message.timestamp(), answered.prediction());
            case Reply.Refused refused -> new Replayed.Refused(place, refused.reason(), refused.message());
        };
    }

    /// A record of a topic; empty when its bytes are none.
    static <V extends SpecificRecord> Optional<V> decoded(Topic<V> topic, ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.ofNullable(topic.values().deserializer().deserialize(message.topic(), message.value()));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }
}
