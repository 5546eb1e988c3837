package io.tidemark.model.manifest;

import io.tidemark.model.manifest.ManifestException.Problem;
import io.tidemark.model.manifest.YamlNode.Mapping;
import io.tidemark.model.manifest.YamlNode.Scalar;
import io.tidemark.model.manifest.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One section of a manifest while it is read: typed access by key, faults collected instead of thrown.
///
/// A fault gives a harmless value, so that reading goes on and all faults come out at once. [#close] reports the keys
/// that nobody asked for.
final class Section {
    /// Below it each whole number is a double of its own.
    private static final double MAX_EXACT = 1e15;

    private final Mapping node;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Mapping node, String path, List<Problem> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    /// Keys in the order of the file, for sections whose keys are names.
    List<String> names() {
        return List.copyOf(node.entries().keySet());
    }

    /// True when the key has a value; one that is empty or null is as good as absent.
    boolean has(String key) {
        known.add(key);
        return node.entries().containsKey(key) && !isNull(node.entries().get(key));
    }

    String text(String key) {
        Optional<String> text = optionalText(key);
        if (text.isPresent() && text.get().isBlank()) {
            problem(key, "Found an empty text, expected a text.");
        }
        return text.orElseGet(() -> missing(key, "a text", ""));
    }

    Optional<String> optionalText(String key) {
        return read(key, "a text", Section::asText);
    }

    String text(String key, String otherwise) {
        return optionalText(key).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return read(
                        key,
                        "true or false",
                        node -> (node instanceof Scalar s && s.value() instanceof Boolean b) ? b : null)
                .orElse(otherwise);
    }

    /// A number inside a closed range.
    double number(String key, double otherwise, Range range) {
        return read(
                        key,
                        "a number " + shown(range),
                        node -> node instanceof Scalar s
                                        && s.value() instanceof Number n
                                        && range.contains(n.doubleValue())
                                ? n.doubleValue()
                                : null)
                .orElse(otherwise);
    }

    Optional<Double> optionalNumber(String key, Range range) {
        return has(key) ? Optional.of(number(key, range.low(), range)) : Optional.empty();
    }

    /// A number below a key that is a name of the user's own.
    double namedNumber(String key) {
        return has(key) ? number(key, 0, Range.ALL) : missing(key, "a number", 0.0);
    }

    /// A duration below a key that is a name of the user's own.
    Duration namedDuration(String key, Duration otherwise, Duration low, Duration high) {
        return has(key) ? duration(key, otherwise, low, high) : missing(key, "a duration such as 1h", otherwise);
    }

    /// A whole number inside a closed range.
    int count(String key, int otherwise, int low, int high) {
        return read(key, "a whole number from " + low + " to " + high, node -> asCount(node, low, high))
                .orElse(otherwise);
    }

    long seed(String key, long otherwise) {
        return read(key, "a whole number", node -> node instanceof Scalar s && s.value() instanceof Long n ? n : null)
                .orElse(otherwise);
    }

    Range range(String key, Range otherwise) {
        return read(key, "two numbers [low, high] with low <= high", Section::asRange)
                .orElse(otherwise);
    }

    Optional<Range> optionalRange(String key) {
        return read(key, "two numbers [low, high] with low <= high", Section::asRange);
    }

    /// A duration such as 30s, 5m, 1h or 7d, inside a closed range.
    Duration duration(String key, Duration otherwise, Duration low, Duration high) {
        return read(
                        key,
                        "a duration from " + Durations.format(low) + " to " + Durations.format(high)
                                + ", such as 30s, 5m, 1h, 7d",
                        node -> Optional.ofNullable(asText(node))
                                .flatMap(Durations::parse)
                                .filter(d -> d.compareTo(low) >= 0 && d.compareTo(high) <= 0)
                                .orElse(null))
                .orElse(otherwise);
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return optionalChoice(key, type).orElse(otherwise);
    }

    <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList();
        return read(key, "one of " + String.join(", ", names), node -> {
            String text = asText(node);
            int index = text == null ? -1 : names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? null : type.getEnumConstants()[index];
        });
    }

    /// A list of different texts; a number counts as its text.
    List<String> texts(String key) {
        List<String> texts = read(key, "a list of texts", node -> node instanceof Sequence s ? asTexts(s) : null)
                .orElse(List.of());
        Set<String> seen = new HashSet<>();
        texts.stream()
                .filter(text -> !seen.add(text))
                .forEach(text -> problem(key, "Found '" + text + "' twice, expected it once."));
        return texts;
    }

    /// A list of numbers inside a closed range.
    Optional<List<Double>> numbers(String key, Range range) {
        return read(key, "a list of numbers " + shown(range), node -> asNumbers(node, range));
    }

    /// A closed range with finite ends.
    Optional<Range> optionalFiniteRange(String key) {
        Optional<Range> range = optionalRange(key);
        if (range.isPresent()
                && !(Double.isFinite(range.get().low())
                        && Double.isFinite(range.get().high()))) {
            problem(key, "Found " + range.get() + ", expected finite ends.");
            return Optional.empty();
        }
        return range;
    }

    /// Values by key, each a number, text or boolean, alone or in a list.
    Map<String, List<Object>> grid(String key) {
        Map<String, List<Object>> grid = new LinkedHashMap<>();
        optionalSection(key)
                .ifPresent(section -> section.names().forEach(name -> {
                    List<Object> values = section.read(name, "a value or a list of values", Section::asValues)
                            .orElse(List.of());
                    grid.put(name, values);
                }));
        return grid;
    }

    /// Whether a section stands below a key.
    boolean hasSection(String key) {
        return node.entries().get(key) instanceof Mapping;
    }

    /// A number, text or boolean, alone or in a list.
    List<Object> values(String key) {
        return read(key, "a value or a list of values", Section::asValues).orElse(List.of());
    }

    /// The section below a key; an empty one when the key is absent.
    Section section(String key) {
        return optionalSection(key)
                .orElseGet(() -> new Section(new Mapping(node.place(), new LinkedHashMap<>()), child(key), problems));
    }

    Optional<Section> optionalSection(String key) {
        return read(key, "a section", node -> node instanceof Mapping m ? m : null)
                .map(mapping -> new Section(mapping, child(key), problems));
    }

    /// The sections in a list below a key.
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        read(
                        key,
                        "a list of sections",
                        node -> node instanceof Sequence s && s.items().stream().allMatch(Mapping.class::isInstance)
                                ? s
                                : null)
                .ifPresent(sequence -> sequence.items()
                        .forEach(item -> sections.add(
                                new Section((Mapping) item, child(key) + "[" + sections.size() + "]", problems))));
        return sections;
    }

    /// Reports a fault of the value below a key, or of the section as a whole when the key is empty.
    void problem(String key, String message) {
        YamlNode at = node.entries().getOrDefault(key, node);
        problems.add(new Problem(at.place(), key.isEmpty() ? path : child(key), message));
    }

    /// Reports the value below a key unless it is one of the known ones, and says whether it is.
    boolean requireKnown(String key, String value, List<String> candidates, String expected) {
        if (value.isEmpty() || candidates.contains(value)) {
            return true;
        }
        String near = NearestKey.among(candidates, value)
                .map(candidate -> " Nearest: " + candidate + ".")
                .orElse("");
        problem(key, "Found '" + value + "', expected " + expected + ": " + String.join(", ", candidates) + "." + near);
        return false;
    }

    /// Reports the keys that were not asked for, each with the nearest known one.
    void close() {
        node.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                String near = NearestKey.among(known, key)
                        .map(k -> " Nearest known key: " + k + ".")
                        .orElse("");
                problems.add(new Problem(
                        value.place(),
                        child(key),
                        "Found an unknown key, expected one of " + String.join(", ", known) + "." + near));
            }
        });
    }

    private <T> T missing(String key, String expected, T otherwise) {
        if (!has(key)) {
            problem(key, "Found nothing, expected " + expected + ".");
        }
        return otherwise;
    }

    private static boolean isNull(@Nullable YamlNode value) {
        return value instanceof Scalar s && s.value() == null;
    }

    private static String shown(Range range) {
        if (range.high() < Double.MAX_VALUE) {
            return "in " + range;
        }
        return range.low() == Double.NEGATIVE_INFINITY ? "" : "from " + range.low() + " on";
    }

    private <T> Optional<T> read(String key, String expected, Function<YamlNode, @Nullable T> reader) {
        known.add(key);
        YamlNode value = node.entries().get(key);
        if (value == null || isNull(value)) {
            return Optional.empty();
        }
        T result = reader.apply(value);
        if (result == null) {
            problems.add(
                    new Problem(value.place(), child(key), "Found " + value.found() + ", expected " + expected + "."));
        }
        return Optional.ofNullable(result);
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// The text of a value; of a number that is whole without its fraction, so that 1.0 names what 1 names.
    private static @Nullable String asText(YamlNode node) {
        if (!(node instanceof Scalar s) || s.value() == null) {
            return null;
        }
        return s.value() instanceof Double d && d == Math.rint(d) && Math.abs(d) < MAX_EXACT
                ? Long.toString(d.longValue())
                : String.valueOf(s.value());
    }

    private static @Nullable List<String> asTexts(Sequence sequence) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            String text = asText(item);
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    private static @Nullable Integer asCount(YamlNode node, int low, int high) {
        return node instanceof Scalar s && s.value() instanceof Long n && n >= low && n <= high
                ? Integer.valueOf(n.intValue())
                : null;
    }

    private static @Nullable Range asRange(YamlNode node) {
        if (node instanceof Sequence s
                && s.items().size() == 2
                && s.items().get(0) instanceof Scalar low
                && s.items().get(1) instanceof Scalar high
                && low.value() instanceof Number lowest
                && high.value() instanceof Number highest
                && lowest.doubleValue() <= highest.doubleValue()) {
            return new Range(lowest.doubleValue(), highest.doubleValue());
        }
        return null;
    }

    private static @Nullable List<Double> asNumbers(YamlNode node, Range range) {
        if (!(node instanceof Sequence sequence)) {
            return null;
        }
        List<Double> numbers = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof Scalar s)
                    || !(s.value() instanceof Number number)
                    || !range.contains(number.doubleValue())) {
                return null;
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    private static @Nullable List<Object> asValues(YamlNode node) {
        List<YamlNode> items = node instanceof Sequence s ? s.items() : List.of(node);
        List<Object> values = new ArrayList<>();
        for (YamlNode item : items) {
            if (!(item instanceof Scalar s) || s.value() == null) {
                return null;
            }
            values.add(s.value());
        }
        return values.isEmpty() ? null : values;
    }
}
