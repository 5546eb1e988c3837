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
    private final List<Problem> problems = new ArrayList<>();

    private YamlTree(String file) {
        this.file = file;
    }

    /// Parses a document whose root is a section, and lays overrides over it.
    ///
    /// @param overrides each `a.b=value`, the value in YAML
    /// @throws ManifestException when the text is no YAML, its root no section, or a key stands twice
    static Mapping parse(String file, String text, List<String> overrides) {
        YamlTree tree = new YamlTree(file);
        YamlNode root = tree.compose(text, Optional.empty());
        if (!(root instanceof Mapping mapping)) {
            throw tree.fault(root.place(), "", "Found " + root.found() + ", expected sections such as name and data.");
        }
        overrides.forEach(override -> tree.lay(override, mapping));
        if (!tree.problems.isEmpty()) {
            throw new ManifestException(file, tree.problems);
        }
        return mapping;
    }

    /// The tree as YAML text.
    static String text(Mapping root) {
        return new Dump(DumpSettings.builder()
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
            Node root = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> fault("line 1", "", "Found an empty file, expected a manifest."));
            return convert(root, "", place, 0);
        } catch (MarkedYamlEngineException e) {
            throw fault(
                    place.orElse(e.getProblemMark().map(YamlTree::line).orElse("")),
                    "",
                    "Not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw fault(place.orElse(""), "", "Not YAML: " + e.getMessage() + ".");
        }
    }

    private YamlNode convert(Node node, String path, Optional<String> givenPlace, int depth) {
        String place = givenPlace.orElse(node.getStartMark().map(YamlTree::line).orElse(""));
        if (depth > 32) {
            throw fault(place, path, "Found more than 32 levels of nesting.");
        }
        if (node instanceof ScalarNode scalar) {
            return new Scalar(place, value(scalar));
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item, path, givenPlace, depth + 1)));
            return new Sequence(place, items);
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw fault(place, path, "Found a key that is no text.");
            }
            String name = key.getValue();
            String child = path.isEmpty() ? name : path + "." + name;
            if (entries.put(name, convert(tuple.getValueNode(), child, givenPlace, depth + 1)) != null) {
                problems.add(new Problem(
                        key.getStartMark().map(YamlTree::line).orElse(place), child, "Found this key twice."));
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
            return text.length() > 18 ? (Object) text : (Object) Long.decode(text);
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

    private void lay(String override, Mapping root) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw fault(OVERRIDE, "", "Found '" + override + "', expected key=value, for example split.test=0.3.");
        }
        String[] path = override.substring(0, equals).strip().split("\\.", -1);
        YamlNode value = compose(override.substring(equals + 1), Optional.of(OVERRIDE));
        Mapping section = root;
        for (int i = 0; i < path.length - 1; i++) {
            YamlNode next =
                    section.entries().computeIfAbsent(path[i], ignored -> new Mapping(OVERRIDE, new LinkedHashMap<>()));
            if (!(next instanceof Mapping mapping)) {
                throw fault(
                        OVERRIDE,
                        String.join(".", path),
                        "Found " + next.found() + " at '" + path[i] + "', expected a section.");
            }
            section = mapping;
        }
        section.entries().put(path[path.length - 1], value);
    }

    private ManifestException fault(String place, String key, String message) {
        return new ManifestException(file, List.of(new Problem(place, key, message)));
    }

    private static String line(Mark mark) {
        return "line " + (mark.getLine() + 1);
    }
}
