package io.tidemark.cli.command;

import io.tidemark.cli.audit.Swap;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Adopted;
import io.tidemark.event.Noted;
import io.tidemark.event.Refused;
import io.tidemark.event.Registered;
import io.tidemark.event.VerdictReached;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Shows entries of the timeline, each with what the scorers made of it.
///
/// @param swaps by event_id of the activation
record TimelineView(Terminal terminal, Map<String, Swap> swaps) {
    /// True for what somebody decided; false for what scorers made of it.
    static boolean isCause(TimelineEntry entry) {
        return !(entry.event().getFact() instanceof Acknowledged
                || entry.event().getFact() instanceof Refused
                || entry.event().getFact() instanceof Adopted);
    }

    void print(TimelineEntry entry) {
        boolean back = entry.event().getFact() instanceof Activated activated
                && activated.getCause() == ActivationCause.ROLLBACK;
        terminal.line(terminal.paint(
                        Paint.HINT, "#" + entry.offset() + "  " + entry.event().getTime()) + "  "
                + terminal.paint(back ? Paint.WARN : Paint.STRONG, what(entry)));
        String reason = entry.event().getReason();
        detail("by " + entry.event().getActor() + (reason.isBlank() ? "" : ": " + reason));
        Swap swap = swaps.get(entry.event().getEventId());
        if (swap != null) {
            print(swap);
        }
    }

    private void print(Swap swap) {
        List<TimelineEntry> ready = swap.acknowledgedAtOnce();
        int later = swap.acknowledged().size() - ready.size();
        swap.times(ready)
                .ifPresent(times -> detail("ready on " + count(ready.size(), "instance") + " after " + shown(times)
                        + (later == 0 ? "" : "; on " + later + " more that came later")));
        Collection<TimelineEntry> adopted = swap.adopted().values();
        swap.times(adopted)
                .ifPresent(times -> detail("answers " + count(adopted.size(), "partition") + " on "
                        + count(instances(adopted), "instance") + ", the first prediction after " + shown(times)));
        swap.refused().values().forEach(entry -> {
            Refused refused = (Refused) entry.event().getFact();
            terminal.line("      "
                    + terminal.paint(
                            Paint.BAD,
                            "refused by " + refused.getInstance() + " after " + shown(swap.after(entry)) + ", check "
                                    + refused.getCheck() + ": " + refused.getMessage()));
        });
        if (ready.isEmpty() && adopted.isEmpty() && swap.refused().isEmpty()) {
            detail("no scorer has said anything about it");
        }
    }

    private void detail(String text) {
        terminal.line("      " + Terminal.plain(text));
    }

    private static int instances(Collection<TimelineEntry> adopted) {
        return new TreeSet<>(adopted.stream()
                        .map(entry -> ((Adopted) entry.event().getFact()).getInstance())
                        .toList())
                .size();
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String shown(Swap.Times times) {
        return times.spread().isZero()
                ? shown(times.first())
                : shown(times.first()) + " to " + shown(times.last()) + " (spread " + shown(times.spread()) + ")";
    }

    private static String shown(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1e3);
    }

    private static String what(TimelineEntry entry) {
        return switch (entry.event().getFact()) {
            case Registered registered ->
                "registered version " + registered.getVersion() + " of run " + registered.getRunId()
                        + (registered.getApproved() ? "" : ", refused by its gates");
            case Activated activated -> kind(activated) + " " + versions(activated);
            case VerdictReached verdict ->
                "verdict " + verdict.getVerdict() + " on version " + verdict.getChallengerVersion()
                        + " against version " + verdict.getChampionVersion();
            case Noted noted -> noted.getKind() + " " + noted.getAttributes();
            default -> throw new IllegalArgumentException("Found " + entry + ", expected what somebody decided.");
        };
    }

    /// What an activation is called: promotion, rollback, rollout or shadow.
    static String kind(Activated activated) {
        return activated.getCause().name().toLowerCase(Locale.ROOT);
    }

    private static String versions(Activated activated) {
        Optional<String> challengers = activated.getChallengers().stream()
                .map(challenger -> "version " + challenger.getVersion() + " answers "
                        + TimelineFacts.percent(challenger.getShareBp()))
                .reduce((one, other) -> one + ", " + other);
        Optional<String> shadows = activated.getShadows().stream()
                .map(shadow -> "version " + shadow.getVersion())
                .reduce((one, other) -> one + ", " + other);
        return "to version " + activated.getChampion().getVersion()
                + challengers.map(text -> ", " + text).orElse("")
                + shadows.map(text -> ", in the shadow " + text).orElse("");
    }
}
