package io.tidemark.cli.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something that has to hold, and whether it does.
///
/// @param name stable name
/// @param passed true when it holds
/// @param detail the numbers behind it, in words
/// @param counts the same numbers by name, for programs
public record Invariant(String name, boolean passed, String detail, Map<String, Long> counts) {
    public Invariant {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /// One without numbers of its own.
    public Invariant(String name, boolean passed, String detail) {
        this(name, passed, detail, Map.of());
    }
}
