package io.tidemark.scoring.topology;

import io.tidemark.event.Adopted;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.answer.Deadline;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.answer.Reply;
import io.tidemark.scoring.answer.RequestChecks;
import io.tidemark.scoring.enrich.Enriched;
import io.tidemark.scoring.enrich.Enrichment;
import io.tidemark.scoring.enrich.EntityHistories;
import io.tidemark.scoring.enrich.KnownHistory;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import io.tidemark.scoring.serving.SwapMeters;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one partition: each becomes exactly one prediction or one dead letter.
///
/// Between two records it looks whether a newer activation is ready. If so it adopts it: the state store, the fact
/// on the timeline and the first prediction under it are one transaction, so after a crash all three happened or
/// none did.
final class ScoreProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    private static final byte[] OMITTED = "omitted".getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNAVAILABLE = "unavailable".getBytes(StandardCharsets.UTF_8);
    private static final String[] TRACE_HEADERS = {"traceparent", "tracestate"};

    private final ScoringTopology topology;
    private final DeadLetterFactory letters;
    private final InboundDecoder<PredictionRequest> decoder;
    private final Supplier<ExplanationBudget> budgets;
    private final long maxAheadMs;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ModelWaits waits;
    private final SwapMeters swaps;

    /// Whether the present record met a new activation.
    private boolean swapping;

    private ProcessorContext<Object, SpecificRecord> context;
    private KeyValueStore<String, String> adoptions;
    private Enrichment enrichment;
    private ExplanationBudget budget = ExplanationBudget.UNLIMITED;

    /// @param waits of all partitions of the process
    /// @param budgets the calling thread's time for explanations, shared by its partitions
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ScoreProcessor(ScoringTopology topology, ModelWaits waits, Supplier<ExplanationBudget> budgets) {
        this.topology = topology;
        this.waits = waits;
        this.budgets = budgets;
        this.maxAheadMs = topology.config().maxAhead().toMillis();
        this.swaps = new SwapMeters(topology.meters());
        this.letters = new DeadLetterFactory(ScoringNames.SERVICE, topology.clock(), topology.meters());
        this.decoder = new InboundDecoder<>(
                topology.topics().of(Topics.REQUESTS).values().deserializer(),
                letters,
                topology.config().limits(),
                topology.topics().schemaWaits());
    }

    /// Called again after an aborted transaction, with the state of the last commit: what was adopted since then was
    /// not.
    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        lanes.clear();
        context = processorContext;
        budget = budgets.get();
        adoptions = processorContext.getStateStore(ScoringNames.ADOPTIONS);
        enrichment = new Enrichment(
                new EntityHistories(processorContext.getStateStore(ScoringNames.HISTORIES)), topology.meters());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        switch (decoder.decode(source)) {
            case Decoded.Bad<PredictionRequest> bad -> reject(bad.letter());
            case Decoded.Good<PredictionRequest> good -> answer(source, good.value());
        }
    }

    private void answer(Inbound source, PredictionRequest request) {
        long startNs = System.nanoTime();
        long nowMs = topology.clock().millis();
        Optional<Fault> fault = Deadline.check(source.headers(), nowMs)
                .or(() -> RequestChecks.check(request, Instant.ofEpochMilli(nowMs + maxAheadMs)));
        if (fault.isPresent()) {
            reject(source, request, fault.get().reason(), fault.get().message());
            return;
        }
        Lane lane = lane(request.getModel());
        if (lane == null) {
            reject(source, request, Reason.UNKNOWN_MODEL, unknownModel(request.getModel()));
            return;
        }
        answer(source, request, lane);
        if (swapping) {
            swaps.stalled(request.getModel(), System.nanoTime() - startNs);
            swapping = false;
        }
    }

    private void answer(Inbound source, PredictionRequest request, Lane lane) {
        Lane.Place place = lane.place(request);
        Enriched asked = enrichment.enrich(
                request, source.key(), place.answerer().model().views());
        switch (place.answerer().answer(asked.request(), coordinates(source), budget)) {
            case Reply.Refused refused -> reject(source, request, refused.reason(), refused.message());
            case Reply.Answered answered -> {
                if (!lane.isAdopted()) {
                    adopt(lane, source);
                }
                place.answered(asked.request());
                reply(source, answered, place, asked.updatesEnd());
            }
        }
    }

    private static RequestCoordinates coordinates(Inbound source) {
        return new RequestCoordinates(source.topic(), source.partition(), source.offset());
    }

    /// The lane of the newest activation that is ready; null when there is none. Between the look at the board and
    /// the prediction nothing else can come: the record is answered under this activation.
    private @Nullable Lane lane(String model) {
        Lane lane = lanes.get(model);
        ReadyActivation newest = topology.models().newest(model);
        if (lane != null
                && newest != null
                && newest.offset() == lane.activation().offset()) {
            return lane;
        }
        if (lane == null) {
            newest = firstActivation(model);
        }
        if (newest == null) {
            return null;
        }
        Lane next = new Lane(newest, lane != null, topology.meters());
        lanes.put(model, next);
        swapping = next.isSwap();
        return next;
    }

    /// The activation to begin with. What this partition adopted before, here or elsewhere, is waited for, so that a
    /// restart or a rebalance does not step back to an older version while the newer one is being loaded.
    private @Nullable ReadyActivation firstActivation(String model) {
        Adoption adopted = Adoption.parse(adoptions.get(model));
        ReadyActivation newest = topology.models().newest(model);
        if (newest != null && newest.offset() >= adopted.offset()) {
            return newest;
        }
        if (adopted.equals(Adoption.NONE) && topology.models().prospect(model) != Prospect.LOADING) {
            return newest;
        }
        return topology.models()
                .await(
                        model,
                        adopted.offset(),
                        waits.left(model, topology.clock().millis()));
    }

    private void adopt(Lane lane, Inbound source) {
        writeAdoption(lane.activation(), source);
        lane.setAdopted();
        if (lane.isSwap()) {
            swaps.switched(lane.activation(), topology.clock().instant());
        }
    }

    /// Writes down, once, that this partition answers under an activation from this record on.
    private void writeAdoption(ReadyActivation activation, Inbound source) {
        String model = activation.champion().name();
        Adoption adoption = new Adoption(activation.offset(), activation.eventId());
        if (adoption.equals(Adoption.parse(adoptions.get(model)))) {
            return;
        }
        adoptions.put(model, adoption.stored());
        TimelineEvent fact = TimelineEvent.newBuilder()
                .setEventId(activation.eventId() + "/adopted/" + source.topic() + "-" + source.partition() + "@"
                        + source.offset())
                .setModel(model)
                .setTime(topology.clock().instant())
                .setActor(topology.instance())
                .setReason("")
                .setFact(Adopted.newBuilder()
                        .setInstance(topology.instance())
                        .setActivationId(activation.eventId())
                        .setChampionVersion(activation.champion().version())
                        .setTopic(source.topic())
                        .setPartition(source.partition())
                        .setFirstOffset(source.offset())
                        .build())
                .build();
        context.forward(new Record<>(model, fact, context.currentSystemTimeMs()), ScoringNames.TIMELINE);
    }

    private void reply(Inbound source, Reply.Answered answered, Lane.Place place, long updatesEnd) {
        long latencyUs = Math.max(0, (topology.clock().millis() - source.timestampMs()) * 1000);
        place.measured(latencyUs, answered.explaining());
        Headers headers = new RecordHeaders();
        headers.add(HeaderNames.LATENCY_US, decimal(latencyUs));
        if (updatesEnd != KnownHistory.UNKNOWN_END) {
            headers.add(HeaderNames.VIEW_UPDATES_END, decimal(updatesEnd));
        }
        switch (answered.explaining()) {
            case NOT_WANTED, GIVEN -> {}
            case OMITTED -> headers.add(HeaderNames.EXPLANATION, OMITTED);
            case UNAVAILABLE -> headers.add(HeaderNames.EXPLANATION, UNAVAILABLE);
        }
        for (String trace : TRACE_HEADERS) {
            var header = source.headers().lastHeader(trace);
            if (header != null) {
                headers.add(header);
            }
        }
        Prediction prediction = answered.prediction();
        context.forward(
                new Record<>(prediction.getRequestId(), prediction, source.timestampMs(), headers),
                ScoringNames.PREDICTIONS);
    }

    private static byte[] decimal(long value) {
        return Long.toString(value).getBytes(StandardCharsets.UTF_8);
    }

    private void reject(Inbound source, PredictionRequest request, Reason reason, String message) {
        reject(letters.of(source, new Fault(reason, message), request));
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(
                        DeadLetterFactory.keyOf(letter), letter, context.currentSystemTimeMs(), new RecordHeaders()),
                ScoringNames.DEAD_LETTERS);
    }

    private String unknownModel(String model) {
        return "No version of the model '" + model + "' can answer here: "
                + switch (topology.models().prospect(model)) {
                    case UNKNOWN -> "the timeline activates none. Train and activate one";
                    case LOADING -> "it is still being loaded";
                    case READY -> "it has just become ready";
                    case REFUSED -> "the version that the timeline activates was refused; see the alerts";
                }
                + ", then send this request again with `tidemark redrive`.";
    }
}
