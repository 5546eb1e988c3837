package io.tidemark.notifier.notice;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.Challenger;
import io.tidemark.event.Noted;
import io.tidemark.event.Refused;
import io.tidemark.event.Registered;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VerdictReached;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which facts of the timeline are told, and how they read.
///
/// Acknowledgements and adoptions are the machine's own; an instance's refusal is told by the alert `model-refused`,
/// once however many instances refuse. What the rollout stream decides is told by alerts of the kind `rollout`; what
/// people activate, and verdicts that somebody else wrote, are told here.
public final class TimelineNotices {
    /// Kinds of noted facts that begin so are told.
    private static final String ROLLOUT = "rollout";

    /// A version that somebody wanted to serve in the registry, and that does not.
    private static final String PROMOTION_REFUSED = "promotion-refused";

    private static final int MOST_DETAILS = 8;

    private TimelineNotices() {}

    /// The notice of a fact; empty when nobody needs to hear of it.
    public static Optional<FactNotice> of(TimelineEvent event) {
        return isToldByAlert(event) ? Optional.empty() : told(event);
    }

    private static boolean isToldByAlert(TimelineEvent event) {
        return event.getActor().equals(TimelineFacts.ROLLOUT_ACTOR)
                && (event.getFact() instanceof Activated || event.getFact() instanceof VerdictReached);
    }

    private static Optional<FactNotice> told(TimelineEvent event) {
        return switch (event.getFact()) {
            case Activated activated -> activated(event, activated);
            case VerdictReached verdict -> Optional.of(verdict(event, verdict));
            case Registered registered ->
                registered.getApproved() ? Optional.empty() : Optional.of(notApproved(event, registered));
            case Noted noted -> noted(event, noted);
            case Acknowledged ignored -> Optional.empty();
            case Adopted ignored -> Optional.empty();
            case Refused ignored -> Optional.empty();
            default ->
                throw new IllegalStateException("Found a fact of "
                        + event.getFact().getClass() + ", expected one of the schema of the timeline.");
        };
    }

    private static Optional<FactNotice> activated(TimelineEvent event, Activated activated) {
        String model = event.getModel();
        int champion = activated.getChampion().getVersion();
        return switch (activated.getCause()) {
            case PROMOTION ->
                Optional.of(notice(
                        event,
                        "promotion",
                        Severity.LOW,
                        model + ": version " + champion + " is promoted",
                        routing(activated)));
            case ROLLBACK ->
                Optional.of(notice(
                        event,
                        "rollback",
                        Severity.HIGH,
                        model + ": rolled back to version " + champion,
                        routing(activated)));
            case ROLLOUT ->
                Optional.of(notice(
                        event, FactNotice.TRIAL, Severity.LOW, model + ": " + trial(activated), routing(activated)));
            case SHADOW -> Optional.empty();
        };
    }

    private static String trial(Activated activated) {
        return activated.getChallengers().isEmpty()
                ? "no version is on trial any more"
                : "on trial: "
                        + activated.getChallengers().stream()
                                .map(TimelineNotices::share)
                                .collect(Collectors.joining(", "));
    }

    private static String share(Challenger challenger) {
        return "version " + challenger.getVersion() + " with " + TimelineFacts.percent(challenger.getShareBp());
    }

    private static Map<String, String> routing(Activated activated) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("champion", "version " + activated.getChampion().getVersion());
        activated
                .getChallengers()
                .forEach(challenger -> details.put("challenger " + challenger.getVersion(), share(challenger)));
        return details;
    }

    private static FactNotice verdict(TimelineEvent event, VerdictReached verdict) {
        int challenger = verdict.getChallengerVersion();
        String against = " on trial against version " + verdict.getChampionVersion();
        return switch (verdict.getVerdict()) {
            case PROMOTE -> verdict(event, verdict, Severity.LOW, "version " + challenger + " is better" + against);
            case ROLLBACK -> verdict(event, verdict, Severity.HIGH, "version " + challenger + " is worse" + against);
            case INCONCLUSIVE ->
                verdict(event, verdict, Severity.LOW, "nothing can be said of version " + challenger + against);
        };
    }

    private static FactNotice verdict(TimelineEvent event, VerdictReached verdict, Severity severity, String title) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("verdict", verdict.getVerdict().name());
        numbers(verdict.getEvidence(), details);
        return notice(event, "verdict", severity, event.getModel() + ": " + title, details);
    }

    private static FactNotice notApproved(TimelineEvent event, Registered registered) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("run", registered.getRunId());
        numbers(registered.getMetrics(), details);
        return notice(
                event,
                "not-approved",
                Severity.MEDIUM,
                event.getModel() + ": version " + registered.getVersion() + " was refused by its gates",
                details);
    }

    private static Optional<FactNotice> noted(TimelineEvent event, Noted noted) {
        String kind = noted.getKind();
        if (kind.equals(PROMOTION_REFUSED)) {
            String version = noted.getAttributes().getOrDefault("version", "unknown");
            return Optional.of(notice(
                    event,
                    kind,
                    Severity.MEDIUM,
                    event.getModel() + ": version " + version + " is not promoted",
                    Map.of("version", version)));
        }
        return kind.startsWith(ROLLOUT)
                ? Optional.of(notice(
                        event,
                        kind,
                        Severity.LOW,
                        event.getModel() + ": " + kind,
                        new TreeMap<>(noted.getAttributes())))
                : Optional.empty();
    }

    private static void numbers(Map<String, Double> values, Map<String, String> details) {
        new TreeMap<>(values)
                .entrySet().stream()
                        .limit(MOST_DETAILS)
                        .forEach(entry ->
                                details.put(entry.getKey(), String.format(Locale.ROOT, "%.4g", entry.getValue())));
    }

    private static FactNotice notice(
            TimelineEvent event, String kind, Severity severity, String title, Map<String, String> details) {
        String reason = event.getReason().isBlank() ? "no reason given" : event.getReason();
        return new FactNotice(
                event.getEventId(),
                event.getModel(),
                kind,
                severity,
                event.getTime(),
                title,
                "By " + event.getActor() + ": " + reason,
                details);
    }
}
