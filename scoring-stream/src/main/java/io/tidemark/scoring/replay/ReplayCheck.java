package io.tidemark.scoring.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Compares what a replay gives with what stands on the log, byte by byte.
public final class ReplayCheck {
    private static final int EXAMPLES = 10;

    private final LiveEnds live;
    private final Map<Integer, Long> processed;
    private final List<Difference> examples = new ArrayList<>();
    private final SortedMap<String, Long> givenUp = new TreeMap<>();
    private long equal;
    private long different;
    private long missing;
    private long unexpected;
    private long pending;

    /// @param live how the requests ended, answers included
    /// @param processed first offset of each partition that the scoring stream has not committed, read before `live`
    public ReplayCheck(LiveEnds live, Map<Integer, Long> processed) {
        this.live = live;
        this.processed = Map.copyOf(processed);
    }

    /// Takes the next request.
    ///
    /// @param value the answer's value as it would be written; empty when there is no answer
    public void accept(Replayed replayed, byte[] value) {
        RequestPlace place = replayed.place();
        switch (replayed) {
            case Replayed.GivenUp given -> givenUp.merge(given.reason(), 1L, Long::sum);
            case Replayed.Answered answered -> compare(answered, value);
            case Replayed.Refused refused -> withoutAnswer(place, "refused: " + refused.reason());
            case Replayed.Unserved unserved -> withoutAnswer(place, "no version served");
        }
    }

    /// The comparison so far.
    public Result result() {
        return new Result(equal, different, missing, unexpected, live.doubled(), pending, givenUp, examples);
    }

    private void compare(Replayed.Answered answered, byte[] value) {
        RequestPlace place = answered.place();
        LiveEnd end = live.at(place).orElse(null);
        String replayed = shown(
                answered.prediction().getVersion(),
                answered.prediction().getVariant(),
                answered.prediction().getValue());
        if (end instanceof LiveEnd.Answered found) {
            if (found.bytes().equals(LiveEnd.Fingerprint.of(value))) {
                equal++;
            } else {
                different++;
                example(place, shown(found.version(), found.variant(), found.value()), replayed);
            }
        } else if (isPending(place)) {
            pending++;
        } else {
            missing++;
            example(place, "no answer", replayed);
        }
    }

    private void withoutAnswer(RequestPlace place, String replayed) {
        if (live.at(place).orElse(null) instanceof LiveEnd.Answered found) {
            unexpected++;
            example(place, shown(found.version(), found.variant(), found.value()), replayed);
        } else if (isPending(place)) {
            pending++;
        } else {
            missing++;
            example(place, "no answer", replayed);
        }
    }

    private boolean isPending(RequestPlace place) {
        return place.offset() >= processed.getOrDefault(place.partition(), 0L);
    }

    private void example(RequestPlace place, String found, String expected) {
        if (examples.size() < EXAMPLES) {
            examples.add(new Difference(place, found, expected));
        }
    }

    private static String shown(int version, String variant, double value) {
        return "version " + version + " (" + variant + ") gives " + value;
    }

    /// What the comparison came to, in requests.
    ///
    /// @param equal answered alike to the last byte
    /// @param different answered otherwise
    /// @param missing processed by the scoring stream and neither answered nor a dead letter
    /// @param unexpected answered live, and not by the replay
    /// @param doubled answers beyond the first to the same request
    /// @param pending not processed by the scoring stream yet
    /// @param givenUp dead letters by reason; they are not answered again
    /// @param examples the first differences
    public record Result(
            long equal,
            long different,
            long missing,
            long unexpected,
            long doubled,
            long pending,
            Map<String, Long> givenUp,
            List<Difference> examples) {
        public Result {
            givenUp = Map.copyOf(givenUp);
            examples = List.copyOf(examples);
        }

        /// True when the log bears the replay out.
        public boolean holds() {
            return different + missing + unexpected + doubled == 0;
        }
    }

    /// A request that ended otherwise.
    ///
    /// @param found what stands on the log
    /// @param expected what the replay gives
    public record Difference(RequestPlace place, String found, String expected) {}
}
