package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SelectionSpec;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.algorithm.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One algorithm with one set of parameters.
record Candidate(Algorithm algorithm, Parameters parameters) {
    static final String TREES = "n_estimators";

    /// All combinations of all grids, in the manifest's order.
    static List<Candidate> of(SelectionSpec spec) {
        List<Candidate> candidates = new ArrayList<>();
        for (SelectionSpec.Candidate wanted : spec.algorithms()) {
            List<Map<String, Object>> combinations = new ArrayList<>(List.of(Map.of()));
            wanted.grid().forEach((name, values) -> {
                List<Map<String, Object>> longer = new ArrayList<>();
                for (Map<String, Object> shorter : combinations) {
                    for (Object value : values) {
                        Map<String, Object> combination = new LinkedHashMap<>(shorter);
                        combination.put(name, value);
                        longer.add(combination);
                    }
                }
                combinations.clear();
                combinations.addAll(longer);
            });
            combinations.forEach(values -> candidates.add(new Candidate(wanted.algorithm(), new Parameters(values))));
        }
        return candidates;
    }

    /// Trees of its model; 1 for a model that is no ensemble.
    int size(ModelManifest manifest) {
        return Learners.of(algorithm, manifest).size(parameters);
    }

    /// The candidate without its number of trees: those that are equal then are the same model at different ages.
    Candidate withoutTrees() {
        Map<String, Object> rest = new TreeMap<>(parameters.values());
        rest.remove(TREES);
        return new Candidate(algorithm, new Parameters(rest));
    }

    /// The candidate with a number of trees.
    Candidate withTrees(int trees) {
        Map<String, Object> values = new TreeMap<>(parameters.values());
        values.put(TREES, (long) trees);
        return new Candidate(algorithm, new Parameters(values));
    }

    @Override
    public String toString() {
        return algorithm.key() + " " + parameters;
    }
}
