package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.ModelName;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.foreign.ForeignFiles;
import io.tidemark.registry.foreign.ForeignVersion;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Versions that other tools registered with an MLflow server: where their files lie, and how they get a bundle in
/// place, under the number that they have.
public final class MlflowForeignVersions {
    /// Folder of what is ours beside a logged model, and of what its author logs for us.
    private static final String FOLDER = "tidemark";

    private static final String RUNS = "runs:/";
    private static final String LOGGED_MODELS = "models:/m-";

    private final MlflowRegistry registry;
    private static final String VERSION = "model-versions/get";

    private final MlflowConnection connection;
    private final MlflowRuns runs;

    MlflowForeignVersions(MlflowRegistry registry, MlflowConnection connection, MlflowRuns runs) {
        this.registry = registry;
        this.connection = connection;
        this.runs = runs;
    }

    /// A version with its files.
    ///
    /// @throws RegistryUnavailableException when the server does not answer
    /// @throws RegistryException when there is no such version, or its files are not behind the server's proxy
    public ForeignVersion find(String model, int version) {
        return new ForeignVersion(
                model,
                version,
                new MlflowFiles(connection, folder(model, version)),
                runFiles(known(model, version).path("run_id").asText()));
    }

    /// Whether the server has a version of this number, with a bundle or without.
    ///
    /// @throws RegistryUnavailableException when the server does not answer
    public boolean has(String model, int version) {
        return connection
                .find(VERSION, query(model, version))
                .filter(answer -> answer.has("model_version"))
                .isPresent();
    }

    private JsonNode known(String model, int version) {
        return connection.get(VERSION, query(model, version)).path("model_version");
    }

    private static Map<String, String> query(String model, int version) {
        return Map.of("name", ModelName.require(model), "version", Integer.toString(version));
    }

    /// What was logged as the version's model, below the proxy's root. MLflow 3 says `models:/m-...` where the version
    /// comes from, and knows where that lies.
    private String folder(String model, int version) {
        String uri = connection
                .get("model-versions/get-download-uri", query(model, version))
                .path("artifact_uri")
                .asText();
        if (uri.startsWith(LOGGED_MODELS)) {
            String id = uri.substring("models:/".length());
            uri = connection
                    .get("logged-models/" + requireId(id), Map.of())
                    .path("model")
                    .path("info")
                    .path("artifact_uri")
                    .asText();
        } else if (uri.startsWith(RUNS)) {
            String[] parts = uri.substring(RUNS.length()).split("/", 2);
            String path = parts.length > 1 ? "/" + parts[1] : "";
            return MlflowRuns.proxied(MlflowRuns.PROXIED + runs.artifactRoot(parts[0]) + path);
        }
        return MlflowRuns.proxied(uri);
    }

    private static String requireId(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new RegistryException("Found the logged model '" + id + "', expected an id of MLflow: m-...");
        }
        return id;
    }

    /// A run that was removed, or whose files lie elsewhere, has nothing for us.
    private Optional<ForeignFiles> runFiles(String run) {
        if (run.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MlflowFiles(connection, runs.artifactRoot(run)));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }

    /// Gives a version its bundle: the artifact first, then the tags, of which the bundle's hash is the last. A version
    /// without that tag has none, so that what breaks off on the way has only to be repeated. What it was refused for
    /// before is no longer said of it.
    ///
    /// @param tags what is to be known of where it came from, without prefix
    public ModelVersion adopt(ForeignVersion version, byte[] bundle, Map<String, String> tags) {
        String model = ModelName.require(version.model());
        String sha256 = Sha256.of(bundle);
        registry.claim(model);
        String folder = MlflowRuns.proxied(version.files().address()) + "/" + FOLDER;
        registry.upload(folder, sha256, bundle);
        Map<String, String> all = new TreeMap<>(tags);
        all.put(MlflowTags.FOLDER, MlflowRuns.PROXIED + folder);
        all.put(MlflowTags.RUN, version.importId());
        all.put(MlflowTags.APPROVED, "true");
        all.forEach((key, value) -> registry.tag(model, version.version(), key, value));
        untag(model, version.version(), MlflowRegistry.REFUSED);
        describe(version, tags);
        registry.tag(model, version.version(), MlflowTags.SHA256, sha256);
        return registry.version(model, version.version())
                .orElseThrow(() -> new RegistryException("Found no version " + version.version() + " of model " + model
                        + " after it was given a bundle: it was removed meanwhile."));
    }

    /// MLflow's page shows the first tags only, and the description of each: where its author wrote none, ours stands.
    private void describe(ForeignVersion version, Map<String, String> tags) {
        if (known(version.model(), version.version())
                .path("description")
                .asText()
                .isEmpty()) {
            StringBuilder text = new StringBuilder("Imported by Tidemark, where it was logged.");
            new TreeMap<>(tags)
                    .forEach((key, value) -> text.append("\n- ")
                            .append(key.replace('_', ' '))
                            .append(": ")
                            .append(value));
            text.append("\n\nWhat became of it: tags `tidemark.role`, `tidemark.promoted`, `tidemark.live_verdict`,"
                    + " `tidemark.rolled_back`, `tidemark.refused`.");
            connection.patch(
                    "model-versions/update",
                    MlflowConnection.JSON
                            .createObjectNode()
                            .put("name", version.model())
                            .put("version", Integer.toString(version.version()))
                            .put("description", MlflowTags.shortened(text.toString())));
        }
    }

    private void untag(String model, int version, String key) {
        try {
            connection.delete(
                    "model-versions/delete-tag",
                    MlflowConnection.JSON
                            .createObjectNode()
                            .put("name", ModelName.require(model))
                            .put("version", Integer.toString(version))
                            .put("key", key));
        } catch (RegistryRefusedException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
