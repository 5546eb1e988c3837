package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ManifestException.Problem;
import io.tidemark.model.manifest.YamlNode.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a manifest into validated records; see `docs/manifest.md` for the keys.
public final class ManifestReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private final List<Problem> problems = new ArrayList<>();

    private ManifestReader() {}

    /// Reads a file.
    ///
    /// @param overrides each `a.b=value`; they win over the file
    /// @throws ManifestException when anything is wrong with it; it names all faults
    public static ModelManifest read(Path file, List<String> overrides) {
        try {
            return read(file.toString(), Files.readString(file), overrides);
        } catch (NoSuchFileException e) {
            throw new ManifestException(
                    file.toString(),
                    List.of(new Problem("file", "", "Found no such file, expected a model manifest.")));
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest " + file + " cannot be read.", e);
        }
    }

    /// Reads a text.
    ///
    /// @param file what to call it in messages
    public static ModelManifest read(String file, String yaml, List<String> overrides) {
        ManifestReader reader = new ManifestReader();
        Mapping tree = YamlTree.parse(file, yaml, overrides, reader.problems);
        ModelManifest manifest = reader.manifest(new Section(tree, "", reader.problems), YamlTree.text(tree));
        reader.requireSound(file);
        return manifest;
    }

    /// The views of a manifest that was read before and may have been written by another build: nothing else is looked
    /// at.
    ///
    /// @param file what to call it in messages
    /// @throws ManifestException when the views cannot be read
    public static List<ViewSpec> views(String file, String yaml) {
        ManifestReader reader = new ManifestReader();
        Section root = new Section(YamlTree.parse(file, yaml, List.of(), reader.problems), "", reader.problems);
        List<ViewSpec> views = root.has("views") ? ViewsReader.views(root, FeaturesReader.features(root)) : List.of();
        reader.requireSound(file);
        return views;
    }

    /// Reads how answers are explained, and nothing else: a bundle has to explain whatever release wrote its manifest.
    ///
    /// @param file what to call it in messages
    /// @throws ManifestException when that section is wrong
    public static ExplainSpec readExplain(String file, String yaml) {
        List<Problem> problems = new ArrayList<>();
        Mapping tree = YamlTree.parse(file, yaml, List.of(), problems);
        ExplainSpec explain = MonitorsReader.explain(new Section(tree, "", problems).section("explain"));
        if (!problems.isEmpty()) {
            throw new ManifestException(file, problems);
        }
        return explain;
    }

    /// True when a text can be the name of a model.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private void requireSound(String file) {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(ManifestReader::lineOf));
            throw new ManifestException(file, problems);
        }
    }

    private static int lineOf(Problem problem) {
        return problem.place().startsWith("line ")
                ? Integer.parseInt(problem.place().substring("line ".length()))
                : Integer.MAX_VALUE;
    }

    private ModelManifest manifest(Section root, String yaml) {
        String name = root.text("name");
        if (!name.isBlank() && !isName(name)) {
            root.problem(
                    "name",
                    "Found '" + name + "', expected 1 to 63 lower-case letters, digits, '-' or '_', a letter first.");
        }
        if (!root.has("task")) {
            root.problem("", "Found no task, expected task: regression, binary or multiclass.");
        }
        Task task = root.choice("task", Task.class, Task.REGRESSION);
        List<FeatureSpec> features = FeaturesReader.features(root);
        TargetSpec target = FeaturesReader.target(root.section("target"), task);
        FeaturesReader.requireNoLeak(root, target, features);
        List<ViewSpec> views = ViewsReader.views(root, features);
        ModelManifest manifest = new ModelManifest(
                name,
                task,
                root.text("description", ""),
                FeaturesReader.data(root.section("data"), views),
                target,
                features,
                views,
                PreprocessingReader.read(root.section("preprocessing"), features),
                TrainingReader.split(root.section("split")),
                TrainingReader.selection(root.section("selection"), task),
                root.optionalSection("sweep").map(section -> SweepReader.sweep(section, task)),
                TrainingReader.gates(root.section("gates"), task, features),
                MonitorsReader.monitors(root.section("monitors"), task, features),
                MonitorsReader.labels(root.section("labels")),
                MonitorsReader.retrain(root.section("retrain")),
                RolloutReader.rollout(root.section("rollout"), task),
                MonitorsReader.explain(root.section("explain")),
                yaml);
        root.close();
        return manifest;
    }
}
