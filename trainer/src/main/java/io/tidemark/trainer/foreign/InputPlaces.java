package io.tidemark.trainer.foreign;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The inputs that a manifest's features give to a model from elsewhere: numbers and booleans as they are, also when
/// they are missing, and one input per category, named `feature=category`. Nothing is filled in and nothing derived:
/// what the model was trained on is not known here.
final class InputPlaces {
    /// Code of a category that is not there: none of its inputs is 1.
    private static final double NO_CATEGORY = -1;

    private final ModelManifest manifest;
    private final PipelineParameters parameters;
    private final List<String> names;

    InputPlaces(ModelManifest manifest) {
        this.manifest = manifest;
        List<Double> fills = new ArrayList<>();
        List<InputStep> steps = new ArrayList<>();
        for (int column = 0; column < manifest.features().size(); column++) {
            FeatureSpec feature = manifest.features().get(column);
            if (feature instanceof CategoryFeature category) {
                fills.add(NO_CATEGORY);
                steps.add(new InputStep.CategoryInput(category.name(), column, category.categories()));
            } else {
                fills.add(0.0);
                steps.add(new InputStep.KeptInput(feature.name(), column));
            }
        }
        parameters = new PipelineParameters(fills, steps);
        names = steps.stream().flatMap(step -> step.names().stream()).toList();
    }

    /// From a raw row to the inputs.
    PipelineParameters parameters() {
        return parameters;
    }

    /// Number of inputs.
    int count() {
        return names.size();
    }

    /// Where each input of a model stands among ours: by its name, or in order when it names none.
    ///
    /// @throws IllegalArgumentException naming what the model has and the manifest has not, and the other way round
    int[] of(ForeignModel model) {
        if (model.inputs().isEmpty()) {
            if (model.width() != names.size()) {
                throw new IllegalArgumentException("Found a model of " + model.width()
                        + " inputs without names, expected " + names.size() + ", which manifest '" + manifest.name()
                        + "' gives in this order: " + String.join(", ", names) + ".");
            }
            int[] places = new int[names.size()];
            java.util.Arrays.setAll(places, i -> i);
            return places;
        }
        Set<String> wanted = new LinkedHashSet<>(model.inputs());
        if (wanted.size() != model.inputs().size()) {
            throw new IllegalArgumentException("Found a name twice among the model's inputs "
                    + String.join(", ", model.inputs()) + ", expected each once.");
        }
        List<String> unknown =
                wanted.stream().filter(name -> !names.contains(name)).toList();
        List<String> unused =
                names.stream().filter(name -> !wanted.contains(name)).toList();
        if (!unknown.isEmpty() || !unused.isEmpty()) {
            throw new IllegalArgumentException(difference(unknown, unused));
        }
        return model.inputs().stream().mapToInt(names::indexOf).toArray();
    }

    private String difference(List<String> unknown, List<String> unused) {
        StringBuilder message = new StringBuilder();
        if (!unknown.isEmpty()) {
            message.append("The model asks for inputs that manifest '")
                    .append(manifest.name())
                    .append("' does not give:");
            for (String name : unknown) {
                message.append(' ').append(name);
                NearestKey.among(names, name)
                        .ifPresent(
                                near -> message.append(" (is it ").append(near).append("?)"));
            }
            message.append(". ");
        }
        if (!unused.isEmpty()) {
            message.append("The manifest gives inputs that the model does not know: ")
                    .append(String.join(", ", unused))
                    .append(". ");
        }
        return message.append("Expected the same names; a category's are 'feature=category'.")
                .toString();
    }
}
