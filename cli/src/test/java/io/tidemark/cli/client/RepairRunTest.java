package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.audit.ScorerFacts;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairRunTest {
    private static final String SHA = "0".repeat(64);

    private final TimelineState timeline = new TimelineState();
    private long offset;

    @Test
    void whoAnsweredLastAndDoesNotFollowIsNamed() {
        activated("bad", 2);
        adopted("bad", "scorer-1", 0);
        adopted("bad", "scorer-2", 1);
        adopted("bad", "gone", 2);
        adopted("bad", "scorer-1", 2);
        TimelineEntry rollback = activated("rollback", 1);
        assertThat(RepairRun.behind(timeline, rollback)).containsExactly("scorer-1", "scorer-2");

        acknowledged("rollback", "scorer-1");
        acknowledged("rollback", "scorer-2/shadow");
        assertThat(RepairRun.behind(timeline, rollback)).containsExactly("scorer-2");

        adopted("rollback", "scorer-2", 1);
        assertThat(RepairRun.behind(timeline, rollback)).isEmpty();
    }

    private TimelineEntry activated(String id, int version) {
        return add(
                TimelineFacts.champion(id, "homes", version, SHA, ActivationCause.PROMOTION, "ada", "", Instant.EPOCH));
    }

    private void adopted(String activation, String instance, int partition) {
        add(fact(ScorerFacts.adopted(activation, instance, partition)));
    }

    private void acknowledged(String activation, String instance) {
        add(fact(Acknowledged.newBuilder()
                .setInstance(instance)
                .setActivationId(activation)
                .setVersion(1)
                .setBundleSha256(SHA)
                .setFetchMs(0)
                .setVerifyMs(0)
                .setWarmUpMs(0)
                .build()));
    }

    private TimelineEvent fact(Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId("fact-" + offset)
                .setModel("homes")
                .setTime(Instant.EPOCH)
                .setActor("scorer")
                .setReason("")
                .setFact(fact)
                .build();
    }

    private TimelineEntry add(TimelineEvent event) {
        TimelineEntry entry = new TimelineEntry(offset++, event);
        timeline.accept(entry);
        return entry;
    }
}
