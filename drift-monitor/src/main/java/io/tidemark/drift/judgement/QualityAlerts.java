package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.Evidence;
import io.tidemark.streamkit.alert.AlertStep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What alerts about the data say: one kind for each check.
public final class QualityAlerts {
    private static final int MOST_EVIDENCE = 20;
    private static final int NAMED = 5;

    private QualityAlerts() {}

    /// A check has found something, or no longer does.
    ///
    /// @param found what it found beyond its limit, the worst first
    /// @param now wall clock
    public static Alert of(
            AlertStep step, VersionKey version, QualityCheck check, List<QualityFinding> found, Instant now) {
        return of(
                step.toAlert(version.model(), check.kind(), now).setVersion(version.version()),
                version.toString(),
                check,
                found);
    }

    /// The same of a model as a whole, whichever version answers.
    static Alert ofModel(AlertStep step, String model, QualityCheck check, List<QualityFinding> found, Instant now) {
        return of(step.toAlert(model, check.kind(), now), model, check, found);
    }

    /// A check had found something, and no requests come any more.
    ///
    /// @param last when they came last
    public static Alert silent(AlertStep step, VersionKey version, QualityCheck check, Instant last, Instant now) {
        return step.toAlert(version.model(), check.kind(), now)
                .setVersion(version.version())
                .setRunbook("runbook.md#" + check.kind())
                .setTitle(version + ": no requests for " + check.kind() + " any more")
                .setMessage(ofSilence(last))
                .build();
    }

    /// Why an alert about data ends for want of requests.
    static String ofSilence(Instant last) {
        return "No requests came since " + last + ", and no window holds any: this is not to say that all is well. When"
                + " requests come again that are as these were, an alert opens again.";
    }

    private static Alert of(Alert.Builder alert, String whose, QualityCheck check, List<QualityFinding> found) {
        alert.setRunbook("runbook.md#" + check.kind());
        return switch (alert.getStatus()) {
            case OPEN, ESCALATED -> {
                if (!found.isEmpty()) {
                    alert.setWindowStart(found.getFirst().window().start())
                            .setWindowEnd(found.getFirst().window().end());
                }
                yield alert.setTitle(whose + ": " + check.finding() + ", " + subjects(found))
                        .setMessage(found.stream()
                                        .limit(NAMED)
                                        .map(QualityAlerts::shown)
                                        .collect(Collectors.joining("; "))
                                + (found.size() > NAMED ? "; and " + (found.size() - NAMED) + " more." : "."))
                        .setEvidence(found.stream()
                                .limit(MOST_EVIDENCE)
                                .map(QualityAlerts::evidence)
                                .toList())
                        .setAdvice(check.advice())
                        .build();
            }
            case RESOLVED ->
                alert.setTitle(whose + ": " + check.kind() + " is over")
                        .setMessage("Nothing exceeds its limit over any window any more, or the version no longer"
                                + " answers.")
                        .build();
        };
    }

    private static String subjects(List<QualityFinding> found) {
        List<String> names =
                found.stream().map(QualityFinding::subject).distinct().toList();
        String shown = names.stream().limit(2).collect(Collectors.joining(", "));
        return names.size() > 2 ? shown + " and " + (names.size() - 2) + " more" : shown;
    }

    private static String shown(QualityFinding finding) {
        String text = String.format(
                Locale.ROOT,
                "%s over %s: %s %s%s, limit %s, %d rows",
                finding.subject(),
                finding.window().name(),
                finding.check().statistic(),
                number(finding.value()),
                finding.reference().isPresent()
                        ? " against " + number(finding.reference().getAsDouble())
                        : "",
                number(finding.limit()),
                finding.rows());
        return finding.pValue().isPresent()
                ? text
                        + String.format(
                                Locale.ROOT,
                                ", by chance %.1e",
                                finding.pValue().getAsDouble())
                : text;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static Evidence evidence(QualityFinding finding) {
        return Evidence.newBuilder()
                .setSubject(finding.subject())
                .setStatistic(finding.check().statistic())
                .setValue(finding.value())
                .setThreshold(finding.limit())
                .setPValue(boxed(finding.pValue()))
                .setCount(finding.rows())
                .setReferenceCount(finding.referenceRows())
                .build();
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
