package io.tidemark.model.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A YAML document as a tree that remembers where each part stands.
sealed interface YamlNode {
    /// `line 12`, or `--set` for an override.
    String place();

    /// What it is, for messages: `'text'`, a list, a section.
    String found();

    /// The tree as plain maps, lists and values.
    @Nullable
    Object plain();

    /// A single value.
    ///
    /// @param value text, number, boolean or null as YAML resolves it
    record Scalar(String place, @Nullable Object value) implements YamlNode {
        @Override
        public String found() {
            return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }

    record Sequence(String place, List<YamlNode> items) implements YamlNode {
        @Override
        public String found() {
            return "a list of " + items.size();
        }

        @Override
        public Object plain() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.plain()));
            return list;
        }
    }

    /// A section.
    ///
    /// @param entries in the order of the file; mutable, so that overrides can be laid over it
    record Mapping(String place, Map<String, YamlNode> entries) implements YamlNode {
        @Override
        public String found() {
            return "a section with the keys " + String.join(", ", entries.keySet());
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, node) -> map.put(key, node.plain()));
            return map;
        }
    }
}
