package io.tidemark.model.manifest;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An address of data.
public sealed interface DataSource {
    /// The address as a manifest writes it.
    String address();

    /// A file (CSV, JSON lines, or an archive of one), or a folder whose files are read in the order of their names.
    record Files(Path path) implements DataSource {
        @Override
        public String address() {
            return path.toString();
        }
    }

    /// A file behind http or https.
    record Http(URI uri) implements DataSource {
        @Override
        public String address() {
            return uri.toString();
        }
    }

    /// An object in Google Cloud Storage.
    record Gcs(String bucket, String object) implements DataSource {
        @Override
        public String address() {
            return "gs://" + bucket + "/" + object;
        }
    }

    /// Labelled outcomes on a Kafka topic.
    ///
    /// @param topic its name without the deployment's prefix
    /// @param from start by event time, inclusive; empty: all there are
    /// @param to end by event time, exclusive; empty: all there are
    /// @param fromOffsets first offset by partition; of partitions that are not named, all there are
    record Topic(String topic, Optional<Instant> from, Optional<Instant> to, Map<Integer, Long> fromOffsets)
            implements DataSource {
        public Topic {
            fromOffsets = Collections.unmodifiableMap(new TreeMap<>(fromOffsets));
        }

        /// All of a topic.
        public Topic(String topic) {
            this(topic, Optional.empty(), Optional.empty(), Map.of());
        }

        @Override
        public String address() {
            return "topic:" + text();
        }

        /// The address without its scheme.
        public String text() {
            StringBuilder text = new StringBuilder(topic);
            from.ifPresent(time -> text.append(",from=").append(time));
            to.ifPresent(time -> text.append(",to=").append(time));
            if (!fromOffsets.isEmpty()) {
                text.append(",from-offsets=");
                text.append(fromOffsets.entrySet().stream()
                        .map(offset -> offset.getKey() + ":" + offset.getValue())
                        .collect(Collectors.joining("/")));
            }
            return text.toString();
        }

        /// Reads an address without its scheme: `name`, then after commas `from=TIME`, `to=TIME` (ISO 8601) and
        /// `from-offsets=PARTITION:OFFSET`, several of these with slashes between.
        ///
        /// @throws IllegalArgumentException when it is none
        public static Topic parse(String text) {
            String[] parts = text.split(",", -1);
            if (parts[0].isBlank()) {
                throw new IllegalArgumentException("Found 'topic:' without a name, expected topic:name.");
            }
            Optional<Instant> from = Optional.empty();
            Optional<Instant> to = Optional.empty();
            Map<Integer, Long> offsets = Map.of();
            for (String option : Arrays.asList(parts).subList(1, parts.length)) {
                int equals = option.indexOf('=');
                String value = option.substring(equals + 1).strip();
                try {
                    switch (equals < 0 ? "" : option.substring(0, equals).strip()) {
                        case "from" -> from = Optional.of(Instant.parse(value));
                        case "to" -> to = Optional.of(Instant.parse(value));
                        case "from-offsets" -> offsets = offsets(value, "/");
                        default -> throw new IllegalArgumentException("No such option.");
                    }
                } catch (DateTimeException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "Found the option '" + option + "' of a topic, expected from=TIME or to=TIME in ISO 8601,"
                                    + " or from-offsets=PARTITION:OFFSET/PARTITION:OFFSET.",
                            e);
                }
            }
            return new Topic(parts[0].strip(), from, to, offsets);
        }

        /// Reads offsets by partition: `0:120`, several with a separator between.
        ///
        /// @param separator a regular expression
        /// @throws IllegalArgumentException when they are none
        public static Map<Integer, Long> offsets(String text, String separator) {
            Map<Integer, Long> offsets = new TreeMap<>();
            for (String one : text.strip().split(separator, -1)) {
                if (!OFFSET.matcher(one).matches()
                        || offsets.put(
                                        Integer.valueOf(one.substring(0, one.indexOf(':'))),
                                        Long.valueOf(one.substring(one.indexOf(':') + 1)))
                                != null) {
                    throw new IllegalArgumentException("Found '" + one
                            + "', expected PARTITION:OFFSET, whole numbers from 0, each partition once.");
                }
            }
            return offsets;
        }
    }

    /// A partition and an offset.
    Pattern OFFSET = Pattern.compile("\\d{1,6}:\\d{1,18}");

    /// Rows drawn from the manifest's own ranges, with a target that depends on them; for trying things out.
    ///
    /// @param rows how many, 1 or more
    /// @param seed of the generator
    record Synthetic(int rows, long seed) implements DataSource {
        static final int DEFAULT_ROWS = 20_000;
        static final long DEFAULT_SEED = 42;

        public Synthetic {
            if (rows < 1) {
                throw new IllegalArgumentException("Found " + rows + " synthetic rows, expected 1 or more.");
            }
        }

        @Override
        public String address() {
            return "synthetic:rows=" + rows + ",seed=" + seed;
        }
    }

    /// Reads an address: `file:`, a plain path, `http(s)://`, `gs://bucket/object`, `topic:name,from=T,to=T`,
    /// `synthetic:rows=N,seed=S`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static DataSource parse(String address) {
        String text = address.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Found no address of data.");
        }
        int colon = text.indexOf(':');
        String scheme = colon > 1 ? text.substring(0, colon) : "";
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "http", "https" -> http(text);
            case "gs" -> gcs(text);
            case "topic" -> Topic.parse(rest);
            case "synthetic" -> synthetic(rest);
            case "file" -> new Files(rest.startsWith("//") ? Path.of(URI.create(text)) : Path.of(rest));
            case "" -> new Files(Path.of(text));
            default ->
                throw new IllegalArgumentException("Found the address '" + text
                        + "', expected a path, file:, http(s)://, gs://bucket/object, topic:name or"
                        + " synthetic:rows=N,seed=S.");
        };
    }

    private static Http http(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("Found '" + text + "', expected http(s)://host/path.");
        }
        return new Http(uri);
    }

    private static Gcs gcs(String text) {
        String path = text.startsWith("gs://") ? text.substring("gs://".length()) : "";
        int slash = path.indexOf('/');
        if (slash < 1 || slash == path.length() - 1) {
            throw new IllegalArgumentException("Found '" + text + "', expected gs://bucket/object.");
        }
        return new Gcs(path.substring(0, slash), path.substring(slash + 1));
    }

    private static Synthetic synthetic(String options) {
        int rows = Synthetic.DEFAULT_ROWS;
        long seed = Synthetic.DEFAULT_SEED;
        for (String option : options.isBlank() ? new String[0] : options.split(",", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals).strip();
            try {
                switch (name) {
                    case "rows" ->
                        rows = Integer.parseInt(option.substring(equals + 1).strip());
                    case "seed" ->
                        seed = Long.parseLong(option.substring(equals + 1).strip());
                    default -> throw new NumberFormatException("No such option.");
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "Found the option '" + option + "' of synthetic data, expected rows=N or seed=S.", e);
            }
        }
        return new Synthetic(rows, seed);
    }
}
