package io.tidemark.model.manifest;

import java.net.URI;
import java.nio.file.Path;

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
    record Topic(String topic) implements DataSource {
        @Override
        public String address() {
            return "topic:" + topic;
        }
    }

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

    /// Reads an address: `file:`, a plain path, `http(s)://`, `gs://bucket/object`, `topic:name`,
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
            case "topic" -> topic(rest);
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

    private static Topic topic(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("Found 'topic:' without a name, expected topic:name.");
        }
        return new Topic(name.strip());
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
