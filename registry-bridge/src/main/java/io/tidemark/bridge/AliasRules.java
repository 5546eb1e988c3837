package io.tidemark.bridge;

import io.tidemark.registry.mlflow.AliasNote;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides who follows whom when the champion of the registry and the champion of the timeline differ.
///
/// Three things are compared: the alias, the timeline, and the note that Tidemark leaves beside an alias before it
/// moves it. An alias that is not where its note says was moved by somebody else: the timeline follows. An alias that
/// is where its note says was moved by Tidemark: either the timeline has gone on since, and the alias follows, or
/// whoever moved it is about to tell the timeline, or died before that. A note of a move that was not made says that
/// the alias is behind.
final class AliasRules {
    /// How long whoever moves an alias has time to tell the timeline, by the clocks of both.
    static final Duration GRACE = Duration.ofSeconds(30);

    static final String ELSEWHERE = "mlflow";

    private AliasRules() {}

    /// The champion of the timeline.
    ///
    /// @param time when it was activated
    record Serving(int version, Instant time, String actor, String reason) {}

    /// @param alias version that the registry's alias points at
    /// @param note who moved the alias last, as far as Tidemark knows
    /// @param serving champion of the timeline
    static AliasStep decide(Optional<Integer> alias, Optional<AliasNote> note, Optional<Serving> serving, Instant now) {
        if (note.filter(unmade -> !unmade.made() && isFresh(unmade, now)).isPresent()) {
            return new AliasStep.Wait();
        }
        Optional<AliasNote> made = note.filter(AliasNote::made);
        if (alias.isEmpty()) {
            return serving.isPresent() && made.isEmpty() ? writeBack(serving.get()) : new AliasStep.Nothing();
        }
        int wanted = alias.get();
        if (serving.isPresent() && serving.get().version() == wanted) {
            return made.filter(move -> move.isOf(wanted)).isPresent()
                    ? new AliasStep.Nothing()
                    : new AliasStep.Remember(
                            wanted, serving.get().actor(), serving.get().reason());
        }
        if (note.filter(move -> move.isOf(wanted)).isPresent()) {
            return ours(note.get(), serving, now);
        }
        boolean neverArrived = serving.isPresent()
                && note.filter(move -> !move.made() && move.isOf(serving.get().version()))
                        .isPresent();
        return neverArrived
                ? writeBack(serving.get())
                : new AliasStep.TakeOver(wanted, ELSEWHERE, "The alias was set in MLflow.");
    }

    private static AliasStep ours(AliasNote note, Optional<Serving> serving, Instant now) {
        if (isFresh(note, now)) {
            return new AliasStep.Wait();
        }
        if (serving.isEmpty() || serving.get().time().isBefore(note.set().time())) {
            return new AliasStep.TakeOver(
                    note.set().version(), note.set().actor(), note.set().reason());
        }
        return writeBack(serving.get());
    }

    private static boolean isFresh(AliasNote note, Instant now) {
        return now.isBefore(note.set().time().plus(GRACE));
    }

    private static AliasStep writeBack(Serving serving) {
        return new AliasStep.WriteBack(serving.version(), serving.actor(), serving.reason());
    }
}
