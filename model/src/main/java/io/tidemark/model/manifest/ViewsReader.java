package io.tidemark.model.manifest;

import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the section `views`.
final class ViewsReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

    private ViewsReader() {}

    static List<ViewSpec> views(Section root, List<FeatureSpec> features) {
        Section section = root.section("views");
        List<ViewSpec> views = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (String name : section.names()) {
            if (!NAME.matcher(name).matches()) {
                section.problem(
                        name,
                        "Found '" + name
                                + "', expected 1 to 100 letters, digits, '_', '.' or '-', a letter first: updates bear it.");
            }
            section.optionalSection(name).ifPresent(view -> views.add(view(name, view, features, owners)));
        }
        section.close();
        return views;
    }

    /// History is joined to rows by their entity and their time.
    static void requireColumns(Section data, DataSpec spec, List<ViewSpec> views) {
        boolean joins = views.stream().anyMatch(view -> view.history().isPresent());
        if (joins && spec.entity().isEmpty()) {
            data.problem("entity", "Found none, expected the column of a row's entity: a view has a history to join.");
        }
        if (joins && spec.eventTime().isEmpty()) {
            data.problem(
                    "event_time", "Found none, expected the column of a row's time: a view has a history to join.");
        }
    }

    private static ViewSpec view(String name, Section view, List<FeatureSpec> features, Map<String, String> owners) {
        List<String> names = view.texts("features");
        if (names.isEmpty()) {
            view.problem("features", "Found no features, expected names of features: at least one.");
        }
        List<String> known = features.stream().map(FeatureSpec::name).toList();
        for (String feature : names) {
            String owner = owners.putIfAbsent(feature, name);
            if (owner != null && !owner.equals(name)) {
                view.problem(
                        "features",
                        "Found '" + feature + "', which the view " + owner + " gives, expected it in one view only.");
            }
            view.requireKnown("features", feature, known, "a feature of the section features");
        }
        String entity = view.text("entity", ViewSpec.ENTITY);
        if (!entity.equals(ViewSpec.ENTITY)) {
            view.problem(
                    "entity",
                    "Found '" + entity + "', expected " + ViewSpec.ENTITY
                            + ": values lie on the partition of the record key, which is the entity of the request."
                            + " Views by another key would lie elsewhere.");
        }
        if (!view.has("ttl")) {
            view.problem("ttl", "Found nothing, expected how long a value holds, such as 7d.");
        }
        ViewSpec spec = new ViewSpec(
                name,
                names,
                view.duration("ttl", ViewSpec.MAX_TTL, SHORTEST_TTL, ViewSpec.MAX_TTL),
                defaults(view.section("defaults"), names, features),
                history(view),
                view.choice("late", ViewSpec.Late.class, ViewSpec.Late.USE));
        view.close();
        return spec;
    }

    private static Optional<DataSource> history(Section view) {
        Optional<String> address = view.optionalText("history");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            DataSource source = DataSource.parse(address.get());
            if (source instanceof DataSource.Files || source instanceof DataSource.Topic) {
                return Optional.of(source);
            }
            view.problem("history", "Found '" + address.get() + "', expected a file or topic:feature-updates.");
        } catch (IllegalArgumentException e) {
            view.problem("history", String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Map<String, Object> defaults(Section section, List<String> names, List<FeatureSpec> features) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (String name : section.names()) {
            List<Object> values = section.values(name);
            boolean known = section.requireKnown(name, name, names, "a feature of the view");
            Optional<FeatureSpec> feature = features.stream()
                    .filter(spec -> known && spec.name().equals(name))
                    .findFirst();
            if (values.size() == 1 && feature.isPresent()) {
                if (accepts(feature.get(), values.getFirst())) {
                    defaults.put(name, values.getFirst());
                } else {
                    section.problem(
                            name,
                            "Found " + values.getFirst() + ", expected a value that the feature " + name + " takes.");
                }
            } else if (values.size() > 1) {
                section.problem(name, "Found " + values.size() + " values, expected one.");
            }
        }
        section.close();
        return defaults;
    }

    /// What an event may carry; categories as their text.
    private static boolean accepts(FeatureSpec feature, Object value) {
        return switch (feature) {
            case NumberFeature number ->
                value instanceof Number found
                        && Double.isFinite(found.doubleValue())
                        && number.range().contains(found.doubleValue())
                        && !(number.integral() && found.doubleValue() != Math.rint(found.doubleValue()));
            case CategoryFeature category ->
                category.categories().contains(value.toString())
                        || (category.unseen() == FeatureSpec.Unseen.ACCEPT && value instanceof String);
            case BooleanFeature unused -> value instanceof Boolean;
        };
    }
}
