package io.tidemark.notifier.delivery;

import io.tidemark.notifier.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Brings notices to one sink, in their order: not faster than it allows, again after a failure, and a storm of them in
/// summaries. Belongs to one thread; time is what the caller says it is.
public final class Courier {
    private final Sink sink;
    private final DeliveryRules rules;
    private final Backoff backoff;
    private final CourierMeters meters;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// Times of the last messages, as far back as the burst window reaches.
    private final Deque<Instant> sent = new ArrayDeque<>();

    private Instant notBefore = Instant.MIN;
    private boolean lastWasSummary;
    private int failures;
    private Optional<String> trouble = Optional.empty();

    /// @param random spreads pauses
    public Courier(Sink sink, DeliveryRules rules, RandomGenerator random, CourierMeters meters) {
        this.sink = sink;
        this.rules = rules;
        this.backoff = new Backoff(rules, random);
        this.meters = meters;
    }

    /// Takes a notice on.
    public void accept(Notice notice, Instant now) {
        waiting.add(new Waiting(notice, now));
        meters.waiting(waiting.size());
    }

    /// Notices that were not told yet.
    public int waiting() {
        return waiting.size();
    }

    /// What the sink said last, when it was not that it has the message.
    public Optional<String> trouble() {
        return trouble;
    }

    /// Forgets what waits, because another instance sees to it now.
    public void clear() {
        waiting.clear();
        meters.waiting(0);
    }

    /// When the next message may be tried; empty: nothing waits.
    public Optional<Instant> due(Instant now) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        boolean gathers = summarises(now) && (sent.size() >= rules.burst() || lastWasSummary);
        return Optional.of(
                sent.isEmpty()
                        ? notBefore
                        : later(notBefore, sent.getLast().plus(gathers ? rules.gather() : rules.gap())));
    }

    /// Tries one message, when it is time.
    ///
    /// @return the notices that are done with
    public List<Settled> step(Instant now) {
        Optional<Instant> due = due(now);
        if (due.isEmpty() || now.isBefore(due.get())) {
            return List.of();
        }
        Parcel parcel = next(now);
        List<Settled> settled = settle(parcel, sink.tell(parcel), now);
        for (int i = 0; i < settled.size(); i++) {
            waiting.removeFirst();
        }
        meters.waiting(waiting.size());
        return settled;
    }

    private Parcel next(Instant now) {
        return summarises(now) && waiting.size() > 1
                ? new Parcel.Summary(waiting.stream().map(Waiting::notice).toList())
                : new Parcel.Single(waiting.getFirst().notice());
    }

    /// More came, or were told just now, than people read one by one.
    private boolean summarises(Instant now) {
        while (!sent.isEmpty() && !now.isBefore(sent.getFirst().plus(rules.burstWindow()))) {
            sent.removeFirst();
        }
        return waiting.size() > rules.burst() || sent.size() >= rules.burst();
    }

    private List<Settled> settle(Parcel parcel, Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Delivered delivered -> delivered(parcel, delivered, now);
            case Answer.Never never -> refused(parcel, never, now);
            case Answer.Later later -> postponed(later, now);
        };
    }

    private List<Settled> delivered(Parcel parcel, Answer.Delivered delivered, Instant now) {
        sent.add(now);
        failures = 0;
        notBefore = Instant.MIN;
        trouble = Optional.empty();
        boolean summarised = parcel instanceof Parcel.Summary;
        lastWasSummary = summarised;
        meters.delivered(parcel.notices().size(), summarised);
        return parcel.notices().stream()
                .map(notice -> (Settled) new Settled.Told(notice, delivered.receipt(), summarised))
                .toList();
    }

    private List<Settled> refused(Parcel parcel, Answer.Never never, Instant now) {
        sent.add(now);
        failures = 0;
        trouble = Optional.of(never.why());
        meters.givenUp(parcel.notices().size());
        return parcel.notices().stream()
                .map(notice -> (Settled) new Settled.GivenUp(notice, never.why()))
                .toList();
    }

    /// What has been tried for too long is given up: one message that a sink fails on must not keep the others for
    /// good.
    private List<Settled> postponed(Answer.Later later, Instant now) {
        failures++;
        trouble = Optional.of(later.why());
        meters.failed(later.after().isPresent());
        Duration pause = backoff.after(failures);
        notBefore = now.plus(
                later.after().filter(asked -> asked.compareTo(pause) > 0).orElse(pause));
        List<Settled> tooOld = new ArrayList<>();
        for (Waiting each : waiting) {
            if (now.isBefore(each.since().plus(rules.giveUpAfter()))) {
                break;
            }
            tooOld.add(new Settled.GivenUp(
                    each.notice(), "Tried for " + rules.giveUpAfter() + ", last answer: " + later.why()));
        }
        meters.givenUp(tooOld.size());
        return tooOld;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private record Waiting(Notice notice, Instant since) {}
}
