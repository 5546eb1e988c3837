package io.tidemark.trainer.prepare;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import io.tidemark.model.manifest.SplitSpec;
import io.tidemark.trainer.data.DataFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks the names of a file's columns against the manifest.
final class ColumnChecks {
    private static final List<String> OTHER_DELIMITERS = List.of(";", "\t", "|");

    private ColumnChecks() {}

    static List<DataFinding> of(ModelManifest manifest, List<String> columns) {
        Map<String, String> wanted = new LinkedHashMap<>();
        Set<String> joined = new HashSet<>();
        manifest.views().stream()
                .filter(view -> view.history().isPresent())
                .forEach(view -> joined.addAll(view.features()));
        manifest.features().stream()
                .filter(feature -> !joined.contains(feature.name()))
                .forEach(feature -> wanted.put(feature.name(), "feature " + feature.name()));
        wanted.put(manifest.target().name(), "target " + manifest.target().name());
        manifest.data().id().ifPresent(id -> wanted.put(id, "data.id " + id));
        if (manifest.split().by() == SplitSpec.By.TIME) {
            manifest.split().column().ifPresent(column -> wanted.putIfAbsent(column, "split.column " + column));
        }
        if (!joined.isEmpty()) {
            manifest.data().entity().ifPresent(column -> wanted.putIfAbsent(column, "data.entity " + column));
            manifest.data().eventTime().ifPresent(column -> wanted.putIfAbsent(column, "data.event_time " + column));
        }
        Optional<String> delimiter = delimiter(columns, wanted.keySet());
        if (delimiter.isPresent()) {
            return List.of(DataFinding.error(
                    "delimiter",
                    "header",
                    "'" + delimiter.get() + "' between the columns " + columns.getFirst(),
                    "commas: write the file anew as CSV"));
        }
        List<DataFinding> findings = new ArrayList<>();
        Set<String> spare = new HashSet<>(columns);
        spare.removeAll(wanted.keySet());
        wanted.forEach((name, place) -> {
            if (!columns.contains(name)) {
                findings.add(DataFinding.error(
                        "missing-column",
                        place,
                        "no such column",
                        "one of this name among " + shown(columns)
                                + NearestKey.among(spare, name)
                                        .map(near -> " (was it renamed to " + near + "?)")
                                        .orElse("")));
            }
        });
        for (String name : new HashSet<>(columns)) {
            if (wanted.containsKey(name)
                    && columns.stream().filter(name::equals).count() > 1) {
                findings.add(DataFinding.error("double-column", wanted.get(name), "several columns", "one"));
            }
        }
        return findings;
    }

    /// Another delimiter, when one column holds the names of several.
    private static Optional<String> delimiter(List<String> columns, Set<String> wanted) {
        if (columns.size() != 1) {
            return Optional.empty();
        }
        return OTHER_DELIMITERS.stream()
                .filter(delimiter -> Arrays.stream(
                                columns.getFirst().split(java.util.regex.Pattern.quote(delimiter), -1))
                        .map(name -> name.strip().replace("\"", ""))
                        .anyMatch(wanted::contains))
                .filter(delimiter -> columns.getFirst().contains(delimiter))
                .findFirst();
    }

    private static String shown(List<String> columns) {
        int most = 30;
        return String.join(", ", columns.subList(0, Math.min(most, columns.size())))
                + (columns.size() > most ? " and " + (columns.size() - most) + " more" : "");
    }
}
