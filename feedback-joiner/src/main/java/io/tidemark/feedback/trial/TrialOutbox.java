package io.tidemark.feedback.trial;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.Alert;
import io.tidemark.event.Performance;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import java.time.Clock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// What is written of the trials of one task, each to its topic, and counted.
///
/// @param clock gives records their timestamps
record TrialOutbox(ProcessorContext<String, SpecificRecord> context, MeterRegistry meters, Clock clock) {
    void fact(TimelineEvent event) {
        context.forward(new Record<>(event.getModel(), event, clock.millis()), RolloutNames.TIMELINE);
    }

    void alert(Alert alert) {
        context.forward(new Record<>(alert.getModel(), alert, clock.millis()), RolloutNames.ALERTS);
    }

    void standing(Performance standing) {
        context.forward(new Record<>(standing.getModel(), standing, clock.millis()), RolloutNames.PERFORMANCE);
    }

    void countVerdict(String model, Verdict verdict) {
        meters.counter("tidemark.rollout.verdicts", "model", model, "verdict", verdict.name())
                .increment();
    }

    void countDropped(String reason) {
        meters.counter("tidemark.rollout.rows.dropped", "reason", reason).increment();
    }
}
