package io.tidemark.trainer.prepare;

import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.ViewSpec;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.model.view.ViewOutcome;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.LocatedData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Gives the rows of base data what their views had of them, as of their times: what the scorer would have been asked
/// with. The values go into the hash of the data, so that a row of other history is other data.
final class ViewRows {
    private final ModelManifest manifest;
    private final PastUpdates past;
    private final ViewJoin views;
    private final MessageDigest digest = Sha256.digest();
    private final Map<String, Map<ViewOutcome, Long>> outcomes = new LinkedHashMap<>();
    private long rows;
    private long untimed;

    /// @param past the updates of the views that have a history
    ViewRows(ModelManifest manifest, PastUpdates past) {
        this.manifest = manifest;
        this.past = past;
        this.views = new ViewJoin(manifest.views().stream()
                .filter(view -> view.history().isPresent())
                .toList());
    }

    /// The row with the values of its entity.
    DataRow join(DataRow row) {
        if (views.isEmpty()) {
            return row;
        }
        rows++;
        OptionalLong time = row.eventTimeMs();
        boolean joinable = time.isPresent() && row.entity().isPresent();
        untimed += joinable ? 0 : 1;
        Map<String, @Nullable Object> joined = views.join(
                row.values(),
                time.orElse(0),
                view -> joinable ? past.at(view.name(), row.entity().get(), time.getAsLong()) : null,
                (view, outcome) -> outcomes.computeIfAbsent(view.name(), ignored -> new EnumMap<>(ViewOutcome.class))
                        .merge(outcome, 1L, Long::sum));
        for (ViewSpec view : views.views()) {
            view.features().forEach(feature -> hash(joined.get(feature)));
        }
        return row.with(joined);
    }

    private void hash(@Nullable Object value) {
        String text = value == null ? "" : value.getClass().getSimpleName() + value;
        digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
    }

    /// The data with a hash that has the joined values in it.
    LocatedData named(LocatedData data) {
        if (views.isEmpty()) {
            return data;
        }
        return data.withSha256(Sha256.of(data.sha256() + " " + HexFormat.of().formatHex(digest.digest())));
    }

    /// What is to know about the join.
    List<DataFinding> findings() {
        List<DataFinding> findings = new ArrayList<>();
        if (untimed > 0) {
            findings.add(DataFinding.warning(
                    "view-rows",
                    "data.event_time " + manifest.data().eventTime().orElse(""),
                    untimed + " of " + rows + " rows without entity or time",
                    "an entity, and an ISO 8601 time or milliseconds; such rows have no values of views"));
        }
        outcomes.forEach((view, counts) -> {
            long hits = counts.getOrDefault(ViewOutcome.HIT, 0L);
            long given = counts.getOrDefault(ViewOutcome.GIVEN, 0L);
            long all = counts.values().stream().mapToLong(Long::longValue).sum();
            if (2 * (hits + given) < all) {
                findings.add(DataFinding.warning(
                        "view-misses",
                        "view " + view,
                        describe(counts),
                        "a value for most; look whether entities and times are those of the updates"));
            }
        });
        return findings;
    }

    /// Where the values came from, by view.
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        outcomes.forEach((view, counts) -> described.put(view, describe(counts)));
        return described;
    }

    private static String describe(Map<ViewOutcome, Long> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach(
                (outcome, count) -> parts.add(count + " " + outcome.name().toLowerCase(Locale.ROOT)));
        return String.join(", ", parts);
    }
}
