package io.tidemark.trainer.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What became of the outcomes that a replay has read. Each was used, or left out for one reason.
///
/// @param read outcomes read, of all models
/// @param used rows to train on
/// @param otherModels outcomes of other models
/// @param unlabelled requests that expired without a label
/// @param outside outcomes outside the window, by event time or offset
/// @param superseded older revisions of a label, and doubles
/// @param older outcomes beyond the newest `data.max_rows`
/// @param refused rows with values that the manifest refuses, or without label
public record ReplayCounts(
        long read,
        long used,
        long otherModels,
        long unlabelled,
        long outside,
        long superseded,
        long older,
        long refused) {
    /// Reasons, in words, with how many were left out for each; none that left nothing out.
    public Map<String, Long> leftOut() {
        Map<String, Long> reasons = new LinkedHashMap<>();
        reasons.put("of other models", otherModels);
        reasons.put("expired without label", unlabelled);
        reasons.put("outside the window", outside);
        reasons.put("superseded by another revision, or doubled", superseded);
        reasons.put("older than the newest data.max_rows", older);
        reasons.put("refused by the manifest", refused);
        reasons.values().removeIf(count -> count == 0);
        return reasons;
    }

    /// Whether there was no room for older outcomes, as a warning.
    public List<DataFinding> findings() {
        return older == 0
                ? List.of()
                : List.of(DataFinding.warning(
                        "max-rows",
                        "outcomes",
                        used + refused + older + " that are labelled",
                        "at most " + (used + refused) + ": the newest are used; set data.max_rows for another number"));
    }
}
