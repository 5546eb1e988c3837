package io.tidemark.trainer.adopt;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.foreign.ForeignFiles;
import io.tidemark.registry.foreign.ForeignVersion;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.pipeline.ClassColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows with what the model predicts for them in Python. MLflow keeps an example of the input and no answer to it, so
/// that its author logs them: without them nobody knows whether the compiled model is the same.
///
/// @param files where they are
/// @param path below there
record ReferenceFile(ForeignFiles files, String path) {
    /// Column of the predictions; of three classes or more each has its own, `prediction_class`.
    static final String COLUMN = "prediction";

    static final String NAME = "reference.csv";

    /// Largest file, bytes.
    static final long MAX_BYTES = 32L << 20;

    /// Folders that it may be in, beside the model; the first also with the run.
    static final List<String> FOLDERS = List.of("tidemark", "extra_files");

    /// The file of a version: with the model, else with its run.
    ///
    /// @throws DataException saying what to log, when there is none
    static ReferenceFile of(ForeignVersion version, ModelManifest manifest) {
        for (ReferenceFile place : places(version)) {
            String folder = place.path().substring(0, place.path().indexOf('/'));
            if (place.files().list(folder).containsKey(NAME)) {
                return place;
            }
        }
        throw new DataException(missing(manifest));
    }

    private static List<ReferenceFile> places(ForeignVersion version) {
        List<ReferenceFile> places = new ArrayList<>();
        FOLDERS.forEach(folder -> places.add(new ReferenceFile(version.files(), folder + "/" + NAME)));
        Optional<ForeignFiles> run = version.runFiles();
        run.ifPresent(files -> places.add(new ReferenceFile(files, FOLDERS.getFirst() + "/" + NAME)));
        return places;
    }

    private static String missing(ModelManifest manifest) {
        String assigned = manifest.task() == Task.MULTICLASS
                ? "a column for each class, "
                        + String.join(
                                ", ", ClassColumns.of(COLUMN, manifest.target().classes()))
                : "a column '" + COLUMN + "'"
                        + (manifest.task() == Task.BINARY
                                ? ", the probability of "
                                        + manifest.target().classes().getLast()
                                : "");
        return "Found no reference rows, expected the artifact tidemark/" + NAME
                + " in the version's run or beside its model: CSV with the columns of the manifest's features and "
                + assigned + ", as the model predicts it in Python. Log it and the version is looked at again:"
                + " rows.assign(prediction=model.predict(rows)).to_csv('" + NAME + "', index=False);"
                + " mlflow.log_artifact('" + NAME + "', 'tidemark', run_id=RUN_ID).";
    }
}
