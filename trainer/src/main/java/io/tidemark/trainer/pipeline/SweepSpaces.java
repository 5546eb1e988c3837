package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.SweepSpec;
import io.tidemark.model.manifest.SweepSpec.SweepParameter;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.Parameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a sweep varies: the manifest's space, or an algorithm's usual parameters.
///
/// @param space what varies
/// @param fixed values of parameters that do not vary
record SweepSpaces(SearchSpace space, Map<String, Object> fixed) {
    private static final long FOREST_TREES = 200;

    static SweepSpaces of(SweepSpec spec, Algorithm algorithm) {
        List<SweepParameter> wanted = spec.space().isEmpty() ? usual(algorithm) : spec.space();
        List<Parameter> varied = new ArrayList<>();
        Map<String, Object> fixed = new LinkedHashMap<>();
        for (SweepParameter parameter : wanted) {
            Parameter translated = switch (parameter) {
                case SweepParameter.Whole whole ->
                    new IntParameter(whole.name(), whole.low(), whole.high(), whole.log());
                case SweepParameter.Real real -> new FloatParameter(real.name(), real.low(), real.high(), real.log());
                case SweepParameter.Choice choice -> new CategoricalParameter(choice.name(), choice.values());
            };
            if (translated.choices() == 1) {
                fixed.put(translated.name(), translated.value(0.5));
            } else {
                varied.add(translated);
            }
        }
        return new SweepSpaces(new SearchSpace(varied), Map.copyOf(fixed));
    }

    private static List<SweepParameter> usual(Algorithm algorithm) {
        return switch (algorithm) {
            case LIGHTGBM ->
                List.of(
                        new SweepParameter.Whole("num_leaves", 15, 127, true),
                        new SweepParameter.Real("learning_rate", 0.02, 0.2, true),
                        new SweepParameter.Whole("min_child_samples", 5, 100, true),
                        new SweepParameter.Real("subsample", 0.5, 1, false),
                        new SweepParameter.Real("colsample_bytree", 0.3, 1, false),
                        new SweepParameter.Real("reg_lambda", 0.001, 100, true));
            case GRADIENT_BOOSTING ->
                List.of(
                        new SweepParameter.Whole("max_depth", 2, 8, false),
                        new SweepParameter.Real("learning_rate", 0.02, 0.2, true),
                        new SweepParameter.Whole("min_samples_leaf", 1, 100, true),
                        new SweepParameter.Real("subsample", 0.5, 1, false),
                        new SweepParameter.Real("max_features", 0.2, 1, false));
            case RANDOM_FOREST, EXTRA_TREES ->
                List.of(
                        new SweepParameter.Real("max_features", 0.1, 1, false),
                        new SweepParameter.Whole("min_samples_leaf", 1, 50, true),
                        new SweepParameter.Whole("max_depth", 5, 50, true),
                        new SweepParameter.Choice(Candidate.TREES, List.of(FOREST_TREES)));
            case DECISION_TREE ->
                List.of(
                        new SweepParameter.Whole("max_depth", 2, 30, true),
                        new SweepParameter.Whole("min_samples_leaf", 1, 200, true));
            case RIDGE, LASSO -> List.of(new SweepParameter.Real("alpha", 0.001, 10_000, true));
            case LOGISTIC -> List.of(new SweepParameter.Real("alpha", 0.000_01, 10, true));
        };
    }

    /// All parameters of a trial.
    Map<String, Object> parameters(Map<String, Object> trial) {
        Map<String, Object> all = new LinkedHashMap<>(fixed);
        all.putAll(trial);
        return all;
    }

    boolean varies(String name) {
        return space.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    /// The point of the space that is nearest to a candidate: what it does not say is the middle, what lies outside is
    /// moved to the edge. Empty when a value is none of a parameter's, and cannot be moved.
    Optional<Map<String, Object>> nearest(Map<String, Object> candidate) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            Object value = candidate.getOrDefault(parameter.name(), parameter.value(0.5));
            Optional<Object> inside = inside(parameter, value);
            if (inside.isEmpty()) {
                return Optional.empty();
            }
            values.put(parameter.name(), inside.get());
        }
        return Optional.of(values);
    }

    private static Optional<Object> inside(Parameter parameter, Object value) {
        return switch (parameter) {
            case CategoricalParameter categorical ->
                categorical.values().contains(value) ? Optional.of(value) : Optional.empty();
            case IntParameter whole ->
                value instanceof Number number
                        ? Optional.of(Math.clamp(Math.round(number.doubleValue()), whole.low(), whole.high()))
                        : Optional.empty();
            case FloatParameter real ->
                value instanceof Number number
                        ? Optional.of(Math.clamp(number.doubleValue(), real.low(), real.high()))
                        : Optional.empty();
        };
    }
}
