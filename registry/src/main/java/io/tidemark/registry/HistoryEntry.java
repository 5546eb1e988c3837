package io.tidemark.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// One thing that happened to a model; the ledger is a list of these.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HistoryEntry.Registered.class, name = "registered"),
    @JsonSubTypes.Type(value = HistoryEntry.AliasSet.class, name = "alias-set")
})
public sealed interface HistoryEntry {
    /// When it happened.
    Instant time();

    /// A version was registered.
    record Registered(Instant time, ModelVersion version) implements HistoryEntry {}

    /// An alias was pointed at a version.
    record AliasSet(Instant time, String alias, int version, String actor, String reason) implements HistoryEntry {}
}
