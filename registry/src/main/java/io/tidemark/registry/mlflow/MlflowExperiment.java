package io.tidemark.registry.mlflow;

/// The experiment that holds the runs of a model.
public final class MlflowExperiment {
    /// Tag that says which of its pages MLflow opens for an experiment.
    public static final String KIND = "mlflow.experimentKind";

    /// Value of that tag for training; without it MLflow takes runs for evaluations of an agent.
    public static final String TRAINING = "custom_model_development";

    private MlflowExperiment() {}

    /// Its name.
    public static String name(String model) {
        return "tidemark/" + model;
    }
}
