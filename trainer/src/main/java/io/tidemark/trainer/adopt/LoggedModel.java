package io.tidemark.trainer.adopt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.trainer.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What the file `MLmodel` says of a logged model.
///
/// @param flavour `lightgbm`, `xgboost` or `onnx`
/// @param file name of the model's own file, right beside `MLmodel`
/// @param inputs names of the columns of its signature, in their order; empty: it has none, or one without names
record LoggedModel(String flavour, String file, List<String> inputs) {
    /// Name of the file.
    static final String NAME = "MLmodel";

    /// Largest one, bytes. Wide signatures are its largest part.
    static final int MAX_BYTES = 4 << 20;

    private static final Set<String> FLAVOURS = Set.of("lightgbm", "xgboost", "onnx");
    private static final int MAX_ALIASES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    LoggedModel {
        inputs = List.copyOf(inputs);
    }

    /// @throws DataException when it is damaged, or the model is of a kind that is not imported
    static LoggedModel read(byte[] yaml) {
        Map<?, ?> root = section(parsed(yaml), "the whole");
        Map<?, ?> flavours = section(root.get("flavors"), "flavors");
        List<String> known =
                FLAVOURS.stream().filter(flavours::containsKey).sorted().toList();
        if (known.size() != 1) {
            throw new DataException("Found a model of the flavours " + names(flavours)
                    + ", expected one of lightgbm, xgboost and onnx: other kinds are Python's own objects, which are not"
                    + " opened here.");
        }
        String flavour = known.getFirst();
        Map<?, ?> its = section(flavours.get(flavour), "flavors." + flavour);
        return new LoggedModel(flavour, file(flavour, its), inputs(root.get("signature")));
    }

    private static Object parsed(byte[] yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(NAME)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            Object root = new Load(settings).loadFromString(new String(yaml, StandardCharsets.UTF_8));
            return root == null ? Map.of() : root;
        } catch (YamlEngineException e) {
            throw new DataException("The file " + NAME + " is no YAML: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new DataException("The file " + NAME + " is nested too deeply.", e);
        }
    }

    private static Map<?, ?> section(@Nullable Object node, String what) {
        if (node instanceof Map<?, ?> section) {
            return section;
        }
        throw new DataException(
                "Found no section in " + what + " of the file " + NAME + ", expected what log_model" + " writes.");
    }

    private static String names(Map<?, ?> section) {
        Set<String> names = new TreeSet<>();
        section.keySet().forEach(key -> names.add(String.valueOf(key)));
        return String.join(", ", names);
    }

    private static String file(String flavour, Map<?, ?> its) {
        String file = String.valueOf(its.get("data"));
        if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")) {
            throw new DataException("Found the file '" + file + "' as data of the flavour " + flavour
                    + ", expected the name of one beside " + NAME + ".");
        }
        if (file.endsWith(".pkl") || file.endsWith(".skops")) {
            throw new DataException("Found " + file + " of a " + its.get("model_class")
                    + ", a Python object, which is not opened here; expected LightGBM's own text: log the booster,"
                    + " mlflow.lightgbm.log_model(model.booster_, ...).");
        }
        return file;
    }

    private static List<String> inputs(@Nullable Object signature) {
        if (!(signature instanceof Map<?, ?> parts) || !(parts.get("inputs") instanceof String json)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode column : columns(json)) {
            if (column.path("type").asText().equals("tensor")
                    || !column.path("name").isTextual()) {
                return List.of();
            }
            names.add(column.path("name").asText());
        }
        return names;
    }

    private static JsonNode columns(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    "The signature's inputs in the file " + NAME + " are no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
