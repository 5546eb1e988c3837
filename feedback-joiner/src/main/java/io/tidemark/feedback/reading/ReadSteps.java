package io.tidemark.feedback.reading;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Finds moments up to which the log was read: takes the time, asks where the topics end, and waits until the group has
/// read up to there. Topics that reading others writes to are asked for their ends after that: what was on its way to
/// them then lies before these.
///
/// [#look] belongs to one thread; the mark may be asked by any.
final class ReadSteps implements ReadMark {
    private final InputLog log;
    private final List<Set<String>> steps;
    private final Clock clock;

    /// The step that is waited for.
    private int step;

    /// When its round began, wall clock.
    private long sinceMs;

    /// Ends that are waited for; null: not asked for yet.
    private @Nullable Map<TopicPartition, Long> ends;

    private volatile long readUpToMs = NONE;

    /// @param steps topics; those of a step are written to by reading those of the steps before
    ReadSteps(InputLog log, List<Set<String>> steps, Clock clock) {
        this.log = log;
        this.steps = List.copyOf(steps);
        this.clock = clock;
    }

    /// Goes on as far as the group has read. Where it has read up to the awaited ends, the next ones are asked for.
    void look() throws InterruptedException {
        boolean underWay = ends != null || step > 0;
        if (isRoundOver() && underWay) {
            isRoundOver();
        }
    }

    private boolean isRoundOver() throws InterruptedException {
        while (step < steps.size()) {
            Map<TopicPartition, Long> awaited = ends;
            if (awaited == null) {
                sinceMs = step == 0 ? clock.millis() : sinceMs;
                awaited = log.ends(steps.get(step));
                ends = awaited;
            }
            if (!log.hasRead(awaited)) {
                return false;
            }
            ends = null;
            step++;
        }
        step = 0;
        readUpToMs = Math.max(readUpToMs, sinceMs);
        return true;
    }

    @Override
    public long readUpToMs() {
        return readUpToMs;
    }
}
