package io.tidemark.model.manifest;

import io.tidemark.model.manifest.ManifestException.Problem;
import io.tidemark.model.manifest.YamlNode.Mapping;
import io.tidemark.model.manifest.YamlNode.Scalar;
import io.tidemark.model.manifest.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Between YAML text and [YamlNode].
final class YamlTree {
    private static final String OVERRIDE = "--set";
    private static final int MAX_ALIASES = 20;

    private final String file;
    private final List<Problem> problems;

    private YamlTree(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// Parses a document whose root is a section, and lays overrides over it.
    ///
    /// @param overrides each `a.b=value`, the value in YAML; an empty one is null and gives the key its default back
    /// @param problems takes what can be told beside other faults: a key that stands twice, an override that cannot be
    ///     laid
    /// @throws ManifestException when the text is no YAML or its root no section, so that nothing else can be told
    static Mapping parse(String file, String text, List<String> overrides, List<Problem> problems) {
        YamlTree tree = new YamlTree(file, problems);
        YamlNode root = tree.compose(text, Optional.empty());
        if (root instanceof Scalar scalar && scalar.value() == null) {
            throw tree.fault(root.place(), "", "Found an empty file, expected sections such as name and data.");
        }
        if (!(root instanceof Mapping mapping)) {
            throw tree.fault(root.place(), "", "Found " + root.found() + ", expected sections such as name and data.");
        }
        overrides.forEach(override -> tree.lay(override, mapping));
        return mapping;
    }

    /// The tree as YAML text.
    static String text(Mapping root) {
        return new Dump(DumpSettings.builder()
                        .setSchema(new CoreSchema())
                        .setDefaultFlowStyle(FlowStyle.AUTO)
                        .setWidth(120)
                        .build())
                .dumpToString(root.plain());
    }

    private YamlNode compose(String text, Optional<String> place) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return new Scalar(place.orElse("line 1"), null);
            }
            return convert(root.get(), "", place.orElse(placeOf(root.get(), "line 1")), place, 0);
        } catch (MarkedYamlEngineException e) {
            throw fault(
                    place.orElse(e.getProblemMark().map(YamlTree::line).orElse("")),
                    "",
                    "Not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw fault(place.orElse(""), "", "Not YAML: " + e.getMessage() + ".");
        }
    }

    /// @param place where the node stands: the line of its key, which a section's first line is not
    /// @param givenPlace place of all nodes below, where lines mean nothing
    private YamlNode convert(Node node, String path, String place, Optional<String> givenPlace, int depth) {
        if (depth > 32) {
            throw fault(place, path, "Found more than 32 levels of nesting.");
        }
        if (node instanceof ScalarNode scalar) {
            return new Scalar(place, value(scalar));
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, path, givenPlace.orElse(placeOf(item, place)), givenPlace, depth + 1));
            }
            return new Sequence(place, items);
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw fault(place, path, "Found a key that is no text.");
            }
            String name = key.getValue();
            String child = path.isEmpty() ? name : path + "." + name;
            String keyPlace = givenPlace.orElse(placeOf(key, place));
            if (entries.put(name, convert(tuple.getValueNode(), child, keyPlace, givenPlace, depth + 1)) != null) {
                problems.add(new Problem(keyPlace, child, "Found this key twice, expected it once."));
            }
        }
        return new Mapping(place, entries);
    }

    private static @Nullable Object value(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.parseBoolean(text);
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            return switch (text.toLowerCase(java.util.Locale.ROOT)) {
                case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
                case "-.inf" -> Double.NEGATIVE_INFINITY;
                case ".nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        }
        return text;
    }

    /// An integer of YAML's core schema: decimal, also with leading zeros, `0o17` or `0x1f`. One that no long holds
    /// stays text.
    private static Object integer(String text) {
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text.substring(2), 16);
            }
            return text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private void lay(String override, Mapping root) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            problem("", "Found '" + override + "', expected key=value, for example split.test=0.3.");
            return;
        }
        String key = override.substring(0, equals).strip();
        String[] path = key.split("\\.", -1);
        YamlNode value;
        try {
            value = compose(override.substring(equals + 1), Optional.of(OVERRIDE));
        } catch (ManifestException e) {
            e.problems().forEach(found -> problem(key, found.message()));
            return;
        }
        Mapping section = root;
        for (int i = 0; i < path.length - 1; i++) {
            YamlNode next = section.entries().get(path[i]);
            if (next == null || (next instanceof Scalar scalar && scalar.value() == null)) {
                next = new Mapping(OVERRIDE, new LinkedHashMap<>());
                section.entries().put(path[i], next);
            }
            if (!(next instanceof Mapping mapping)) {
                problem(key, "Found " + next.found() + " at '" + path[i] + "', expected a section.");
                return;
            }
            section = mapping;
        }
        section.entries().put(path[path.length - 1], value);
    }

    private void problem(String key, String message) {
        problems.add(new Problem(OVERRIDE, key, message));
    }

    private static String placeOf(Node node, String otherwise) {
        return node.getStartMark().map(YamlTree::line).orElse(otherwise);
    }

    private ManifestException fault(String place, String key, String message) {
        return new ManifestException(file, List.of(new Problem(place, key, message)));
    }

    private static String line(Mark mark) {
        return "line " + (mark.getLine() + 1);
    }
}
