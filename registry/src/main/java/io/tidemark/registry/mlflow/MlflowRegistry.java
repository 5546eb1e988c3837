package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.ModelName;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.Sha256;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A registry that an MLflow server keeps.
///
/// A version is a version of MLflow with tags; its bundle is an artifact of its run, `bundle/<sha256>.bundle`. The
/// artifact is stored and read back before the version exists. Versions without a bundle, which somebody else
/// registered, do not count here; see [MlflowForeignVersions].
public final class MlflowRegistry implements ModelRegistry {
    /// Tag of a version: why it does not serve.
    public static final String REFUSED = MlflowTags.PREFIX + "refused";

    private static final String FOLDER = "bundle";
    private static final int PAGE = 200;

    private final MlflowConnection connection;
    private final MlflowRuns runs;
    private final Clock clock;

    public MlflowRegistry(MlflowConnection connection, Clock clock) {
        this.connection = connection;
        this.runs = new MlflowRuns(connection, clock);
        this.clock = clock;
    }

    /// Versions that other tools registered.
    public MlflowForeignVersions foreignVersions() {
        return new MlflowForeignVersions(this, connection, runs);
    }

    /// How the server is asked.
    public MlflowConnection connection() {
        return connection;
    }

    @Override
    public ModelVersion register(Registration registration) {
        String model = ModelName.require(registration.model());
        Optional<ModelVersion> earlier = versionOfRun(model, registration.runId());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        byte[] bundle = registration.bundle().bytes();
        Sha256.require(bundle, registration.bundleSha256(), "to register");
        claim(model);
        String run = registration.notes().trackedRun().isEmpty()
                ? runs.ofTraining(model, registration.runId())
                : registration.notes().trackedRun();
        String folder = runs.artifactRoot(run) + "/" + FOLDER;
        upload(folder, registration.bundleSha256(), bundle);
        ObjectNode version = node().put("name", model)
                .put("source", "mlflow-artifacts:/" + folder)
                .put("run_id", run)
                .put("description", registration.notes().description());
        version.set(
                "tags",
                MlflowTags.of(
                        registration.runId(),
                        registration.bundleSha256(),
                        registration.approved(),
                        registration.metrics(),
                        registration.tags()));
        return MlflowTags.version(
                connection.postOnce("model-versions/create", version).path("model_version"));
    }

    /// Makes the registered model, or makes one that is there ours.
    void claim(String model) {
        ObjectNode create = node().put("name", model);
        create.putArray("tags").addObject().put("key", MlflowTags.OURS).put("value", "true");
        try {
            connection.post("registered-models/create", create);
        } catch (RegistryRefusedException e) {
            if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
                throw e;
            }
            tagModel(model, MlflowTags.OURS, "true");
        }
    }

    /// Stores a bundle and reads it back: what the server keeps is what was sent.
    void upload(String folder, String sha256, byte[] bundle) {
        String path = folder + "/" + sha256 + ".bundle";
        connection.putArtifact(path, bundle);
        Sha256.require(connection.artifact(path, bundle.length + 1L), sha256, "at " + path + " after it was stored");
    }

    @Override
    public List<String> models() {
        return models(name -> false);
    }

    /// Names of our models, and of those that others registered and that are wanted too; sorted.
    public List<String> models(Predicate<String> wantedToo) {
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = connection.get(
                    "registered-models/search", Map.of("max_results", Integer.toString(PAGE), "page_token", token));
            page.path("registered_models").forEach(model -> {
                String name = model.path("name").asText();
                boolean isOurs = MlflowTags.tags(model).containsKey(MlflowTags.OURS);
                if (ModelName.isValid(name) && (isOurs || wantedToo.test(name))) {
                    names.add(name);
                }
            });
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());
        return names.stream().sorted().toList();
    }

    @Override
    public List<ModelVersion> versions(String model) {
        return raw(model).stream()
                .filter(MlflowTags::hasBundle)
                .map(MlflowTags::version)
                .sorted(Comparator.comparingInt(ModelVersion::version))
                .toList();
    }

    /// Numbers of the versions that have no bundle: somebody else registered them.
    public List<Integer> foreign(String model) {
        return raw(model).stream()
                .filter(version -> !MlflowTags.hasBundle(version))
                .map(version -> version.path("version").asInt())
                .sorted()
                .toList();
    }

    private List<JsonNode> raw(String model) {
        List<JsonNode> versions = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = connection.get(
                    "model-versions/search",
                    Map.of(
                            "filter",
                            "name='" + ModelName.require(model) + "'",
                            "max_results",
                            Integer.toString(PAGE),
                            "page_token",
                            token));
            page.path("model_versions").forEach(versions::add);
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());
        return versions;
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        Sha256.requireForm(bundleSha256);
        JsonNode version = raw(model).stream()
                .filter(candidate ->
                        bundleSha256.equals(MlflowTags.tags(candidate).get(MlflowTags.SHA256)))
                .findFirst()
                .orElseThrow(() -> new RegistryException("Found no version of model " + model + " with the bundle "
                        + bundleSha256 + " at " + connection.address()
                        + ": it was removed, or the registry is another one."));
        return connection.artifact(MlflowTags.folder(version) + "/" + bundleSha256 + ".bundle", maxBytes);
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        ModelVersion target = version(model, version)
                .orElseThrow(() -> new RegistryException("Found no version " + version + " of model " + model
                        + " with a bundle, expected one of "
                        + versions(model).stream().map(ModelVersion::version).toList() + "."));
        if (!target.approved()) {
            throw new RegistryException("Version " + version + " of model " + model
                    + " was refused by its gates: it cannot become " + alias + ".");
        }
        Integer current = aliases(model).get(alias);
        boolean isNoted = noted(model, alias)
                .filter(note -> note.made() && note.isOf(version))
                .isPresent();
        if (current != null && current == version && isNoted) {
            return;
        }
        AliasSet move = new AliasSet(clock.instant(), alias, version, actor, reason);
        note(model, new AliasNote(move, false));
        connection.post(
                "registered-models/alias",
                node().put("name", model).put("alias", alias).put("version", Integer.toString(version)));
        note(model, new AliasNote(move, true));
    }

    /// Keeps who moved an alias, when and why.
    public void note(String model, AliasNote note) {
        tagModel(model, AliasNote.key(note.set().alias()), note.value());
    }

    /// Who moved an alias last as far as Tidemark knows; where it points by now [#aliases] says.
    public Optional<AliasNote> noted(String model, String alias) {
        return AliasNote.read(alias, MlflowTags.tags(registered(model)));
    }

    /// An alias with its note, by one question: Tidemark moves both, and a look in between must not mistake its own
    /// move for somebody else's.
    public AliasState alias(String model, String alias) {
        JsonNode registered = registered(model);
        return new AliasState(
                Optional.ofNullable(aliases(registered).get(alias)),
                AliasNote.read(alias, MlflowTags.tags(registered)));
    }

    /// Takes an alias away; does nothing where there is none.
    public void removeAlias(String model, String alias) {
        if (aliases(model).containsKey(alias)) {
            connection.delete(
                    "registered-models/alias",
                    node().put("name", ModelName.require(model)).put("alias", alias));
        }
    }

    /// Aliases, and for teams that still use stages: Production is champion and Staging challenger, where no alias of
    /// that name is set.
    @Override
    public Map<String, Integer> aliases(String model) {
        return aliases(registered(model));
    }

    private static Map<String, Integer> aliases(JsonNode registered) {
        Map<String, Integer> aliases = new LinkedHashMap<>();
        registered
                .path("aliases")
                .forEach(alias -> aliases.put(
                        alias.path("alias").asText(), alias.path("version").asInt()));
        registered.path("latest_versions").forEach(version -> {
            int number = version.path("version").asInt();
            switch (version.path("current_stage").asText()) {
                case "Production" -> aliases.putIfAbsent(CHAMPION, number);
                case "Staging" -> aliases.putIfAbsent(CHALLENGER, number);
                default -> {}
            }
        });
        return aliases;
    }

    @Override
    public List<HistoryEntry> history(String model) {
        Map<String, String> tags = MlflowTags.tags(registered(model));
        List<HistoryEntry> history = new ArrayList<>();
        versions(model).forEach(version -> history.add(new HistoryEntry.Registered(version.registeredAt(), version)));
        aliases(model)
                .keySet()
                .forEach(alias -> AliasNote.read(alias, tags).ifPresent(note -> history.add(note.set())));
        history.sort(Comparator.comparing(HistoryEntry::time));
        return history;
    }

    /// Says something about a version, for people who look at MLflow.
    public void tag(String model, int version, String key, String value) {
        connection.post(
                "model-versions/set-tag",
                node().put("name", ModelName.require(model))
                        .put("version", Integer.toString(version))
                        .put("key", key)
                        .put("value", MlflowTags.shortened(value)));
    }

    /// Tags of all versions, by version.
    public Map<Integer, Map<String, String>> tags(String model) {
        Map<Integer, Map<String, String>> tags = new LinkedHashMap<>();
        raw(model).forEach(version -> tags.put(version.path("version").asInt(), MlflowTags.tags(version)));
        return tags;
    }

    /// A tag's value as MLflow keeps it: bounded.
    public static String asKept(String value) {
        return MlflowTags.shortened(value);
    }

    private void tagModel(String model, String key, String value) {
        connection.post(
                "registered-models/set-tag",
                node().put("name", ModelName.require(model)).put("key", key).put("value", value));
    }

    /// The registered model; an empty object where there is none.
    private JsonNode registered(String model) {
        return connection
                .find("registered-models/get", Map.of("name", ModelName.require(model)))
                .map(answer -> answer.path("registered_model"))
                .orElseGet(MlflowRegistry::node);
    }

    private static ObjectNode node() {
        return MlflowConnection.JSON.createObjectNode();
    }
}
