package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.Reply;
import io.tidemark.scoring.answer.RequestChecks;
import io.tidemark.scoring.enrich.Enrichment;
import io.tidemark.scoring.enrich.EntityHistories;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the shadows of one model score its requests. What they cannot score is counted and not written: the scoring
/// stream already made the one dead letter that a bad request becomes. Bytes that are no request belong to no model and
/// are passed over.
final class ShadowProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, Prediction> {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowProcessor.class);

    private final ShadowTopology topology;
    private final InboundDecoder<PredictionRequest> decoder;
    private @Nullable Shadows shadows;
    private ProcessorContext<String, Prediction> context;
    private Enrichment enrichment;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ShadowProcessor(ShadowTopology topology) {
        this.topology = topology;
        // Letters that are not sent must not be counted as such: a registry without children counts nothing.
        DeadLetterFactory unsent =
                new DeadLetterFactory(ShadowTopology.SERVICE, topology.clock(), new CompositeMeterRegistry());
        this.decoder = new InboundDecoder<>(
                topology.topics().of(Topics.REQUESTS).values().deserializer(),
                unsent,
                topology.config().limits(),
                topology.topics().schemaWaits());
    }

    @Override
    public void init(ProcessorContext<String, Prediction> processorContext) {
        context = processorContext;
        // Hits and misses of the shadow are none of the answers': they are not counted twice.
        enrichment = new Enrichment(
                new EntityHistories(processorContext.getStateStore(ScoringNames.HISTORIES)),
                new CompositeMeterRegistry());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        if (!topology.models().wants(topology.model())) {
            return;
        }
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        if (decoder.decode(source) instanceof Decoded.Good<PredictionRequest> good
                && good.value().getModel().equals(topology.model())) {
            score(source, good.value());
        }
    }

    private void score(Inbound source, PredictionRequest request) {
        Instant latest = topology.clock().instant().plus(topology.config().maxAhead());
        var fault = RequestChecks.check(request, latest);
        if (fault.isPresent()) {
            unscored(0, fault.get().reason().name());
            return;
        }
        ReadyActivation newest = topology.models().newest(topology.model());
        if (newest == null) {
            unscored(0, "NOT_READY");
            return;
        }
        of(newest).scorers().forEach(shadow -> score(source, request, shadow));
    }

    private void score(Inbound source, PredictionRequest request, Answerer shadow) {
        int version = shadow.model().version();
        PredictionRequest asked =
                enrichment.enrich(request, source.key(), shadow.model().views()).request();
        switch (reply(source, asked, shadow)) {
            case Reply.Refused refused -> unscored(version, refused.reason().name());
            case Reply.Answered answered -> {
                topology.meters()
                        .counter(
                                "tidemark.shadow.predictions",
                                "model",
                                request.getModel(),
                                "version",
                                Integer.toString(version))
                        .increment();
                shadow.model().recentRows().offer(shadow.raw());
                context.forward(
                        new Record<>(
                                request.getRequestId(), answered.prediction(), source.timestampMs(), latency(source)),
                        ScoringNames.SHADOW_PREDICTIONS);
            }
        }
    }

    /// How long the answer took, as the scoring stream says it of its own.
    private Headers latency(Inbound source) {
        long latencyUs = Math.max(0, (topology.clock().millis() - source.timestampMs()) * 1000);
        return new RecordHeaders()
                .add(HeaderNames.LATENCY_US, Long.toString(latencyUs).getBytes(StandardCharsets.UTF_8));
    }

    /// A shadow that breaks on a request says nothing about the request: the stream goes on.
    private Reply reply(Inbound source, PredictionRequest request, Answerer shadow) {
        try {
            return topology.scorer()
                    .score(
                            shadow,
                            request,
                            new RequestCoordinates(source.topic(), source.partition(), source.offset()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "Version {} of {} in shadow broke on {}.", shadow.model().version(), request.getModel(), source, e);
            return new Reply.Refused(Reason.PROCESSING_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Shadows of(ReadyActivation newest) {
        Shadows known = shadows;
        if (known != null && known.activation().offset() == newest.offset()) {
            return known;
        }
        Shadows fresh = Shadows.of(newest);
        shadows = fresh;
        return fresh;
    }

    /// @param version the shadow, counted from 1; 0 when none was asked
    private void unscored(int version, String reason) {
        topology.meters()
                .counter(
                        "tidemark.shadow.unscored",
                        "model",
                        topology.model(),
                        "version",
                        Integer.toString(version),
                        "reason",
                        reason)
                .increment();
    }

    /// The shadows of one activation, for this thread.
    private record Shadows(ReadyActivation activation, List<Answerer> scorers) {
        static Shadows of(ReadyActivation activation) {
            return new Shadows(
                    activation,
                    activation
                            .models()
                            .map(model -> new Answerer(model, Answerer.SHADOW, activation.eventId()))
                            .toList());
        }
    }
}
