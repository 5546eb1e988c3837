package io.tidemark.registry.mlflow;

/// The experiment that holds the runs of a model.
public final class MlflowExperiment {
    /// Tag by which MLflow tells experiments of training from those of agents.
    public static final String KIND = "mlflow.experimentKind";

    /// Value of that tag for training.
    public static final String TRAINING = "custom_model_development";

    private MlflowExperiment() {}

    /// Its name.
    public static String name(String model) {
        return "tidemark/" + model;
    }
}
