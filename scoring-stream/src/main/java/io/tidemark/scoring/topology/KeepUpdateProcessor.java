package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.enrich.EntityHistories;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.view.UpdateChecks;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Keeps the feature updates of one partition: each lands in its entity's history at its event time, or becomes a dead
/// letter. Updates of views that no model declares are kept as well: the next version may declare them.
final class KeepUpdateProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    /// How often old histories are looked for, and how many are looked at then: about 10 us each.
    static final Duration PURGE_INTERVAL = Duration.ofSeconds(10);

    private static final int PURGE_MOST = 500;

    private final Clock clock;
    private final Duration maxAhead;
    private final boolean writesLetters;
    private final DeadLetterFactory letters;
    private final InboundDecoder<FeatureUpdate> decoder;
    private final Counter kept;
    private final Counter purged;

    private ProcessorContext<Object, SpecificRecord> context;
    private EntityHistories histories;

    /// Keeps updates for the scoring stream.
    static KeepUpdateProcessor of(ScoringTopology topology) {
        return new KeepUpdateProcessor(topology.topics(), topology.config(), topology.clock(), topology.meters(), true);
    }

    /// Keeps them for a shadow: what is wrong with an update the scoring stream says and counts.
    static KeepUpdateProcessor silent(ShadowTopology topology) {
        return new KeepUpdateProcessor(
                topology.topics(), topology.config(), topology.clock(), new CompositeMeterRegistry(), false);
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private KeepUpdateProcessor(
            TopicBinding topics, ScoringConfig config, Clock clock, MeterRegistry meters, boolean writesLetters) {
        this.clock = clock;
        this.maxAhead = config.maxAhead();
        this.writesLetters = writesLetters;
        this.letters = new DeadLetterFactory(ScoringNames.SERVICE, clock, meters);
        this.decoder = new InboundDecoder<>(
                topics.of(Topics.FEATURE_UPDATES).values().deserializer(),
                letters,
                config.limits(),
                topics.schemaWaits());
        this.kept = meters.counter("tidemark.view.updates");
        this.purged = meters.counter("tidemark.view.purged");
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
        histories = new EntityHistories(processorContext.getStateStore(ScoringNames.HISTORIES));
        var unused = processorContext.schedule(
                PURGE_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> purged.increment(histories.purge(clock.millis(), PURGE_MOST)));
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        switch (decoder.decode(source)) {
            case Decoded.Bad<FeatureUpdate> bad -> reject(bad.letter());
            case Decoded.Good<FeatureUpdate> good -> keep(source, good.value());
        }
    }

    private void keep(Inbound source, FeatureUpdate update) {
        Instant latest = clock.instant().plus(maxAhead);
        Optional<Fault> fault = UpdateChecks.check(source.key(), update, latest);
        if (fault.isPresent()) {
            reject(letters.of(source, fault.get(), null, null));
            return;
        }
        histories.put(UpdateChecks.toViewUpdate(update), source.offset());
        kept.increment();
    }

    private void reject(DeadLetter letter) {
        if (!writesLetters) {
            return;
        }
        context.forward(
                new Record<>(
                        DeadLetterFactory.keyOf(letter), letter, context.currentSystemTimeMs(), new RecordHeaders()),
                ScoringNames.DEAD_LETTERS);
    }
}
