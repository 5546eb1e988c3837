package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.util.List;
import java.util.Optional;

/// Everything there is to know about one model before it is trained.
///
/// @param name lower-case letters, digits, hyphens and underscores; names the model on every topic and in the registry
/// @param task what it predicts
/// @param description one sentence for people
/// @param data where the base data comes from
/// @param target what is predicted
/// @param features what it is predicted from, in the order of raw rows
/// @param views which of the features come from updates where a request lacks them
/// @param preprocessing what is derived from the features
/// @param split how test rows are set aside
/// @param selection which algorithms compete, and how
/// @param sweep how parameters are searched after the selection; empty: not at all
/// @param gates what a new version has to show
/// @param monitors how the live model is watched
/// @param labels how long true labels are waited for
/// @param retrain when and on what a new version is trained
/// @param rollout how an approved version takes the champion's place
/// @param explain which answers are explained unasked, and how far
/// @param yaml the manifest's text with all overrides applied; trains the same model again
public record ModelManifest(
        String name,
        Task task,
        String description,
        DataSpec data,
        TargetSpec target,
        List<FeatureSpec> features,
        List<ViewSpec> views,
        PreprocessingSpec preprocessing,
        SplitSpec split,
        SelectionSpec selection,
        Optional<SweepSpec> sweep,
        GatesSpec gates,
        MonitorsSpec monitors,
        LabelsSpec labels,
        RetrainSpec retrain,
        RolloutSpec rollout,
        ExplainSpec explain,
        String yaml) {

    public ModelManifest {
        features = List.copyOf(features);
        views = List.copyOf(views);
    }

    /// The feature of this name.
    public Optional<FeatureSpec> feature(String featureName) {
        return features.stream().filter(f -> f.name().equals(featureName)).findFirst();
    }

    /// True when a view gives the feature of this name.
    public boolean isFromView(String featureName) {
        return views.stream().anyMatch(view -> view.features().contains(featureName));
    }

    /// The same model with a threshold that training found; the text stays what it was.
    public ModelManifest withThreshold(double found) {
        return new ModelManifest(
                name,
                task,
                description,
                data,
                target.withThreshold(found),
                features,
                views,
                preprocessing,
                split,
                selection,
                sweep,
                gates,
                monitors,
                labels,
                retrain,
                rollout,
                explain,
                yaml);
    }

    /// The same model with other preprocessing; the text stays what it was.
    public ModelManifest withPreprocessing(PreprocessingSpec changed) {
        return new ModelManifest(
                name,
                task,
                description,
                data,
                target,
                features,
                views,
                changed,
                split,
                selection,
                sweep,
                gates,
                monitors,
                labels,
                retrain,
                rollout,
                explain,
                yaml);
    }
}
