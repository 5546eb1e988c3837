package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.foreign.ForeignFiles;
import java.util.SortedMap;
import java.util.TreeMap;

/// A folder behind the server's artifact proxy.
///
/// @param root its path below the proxy's root
record MlflowFiles(MlflowConnection connection, String root) implements ForeignFiles {
    /// More files than this in one folder nobody logs with a model.
    private static final int MOST_FILES = 1000;

    @Override
    public String address() {
        return MlflowRuns.PROXIED + root;
    }

    @Override
    public SortedMap<String, Long> list(String folder) {
        JsonNode files =
                connection.artifacts(folder.isEmpty() ? root : root + "/" + folder).path("files");
        if (files.size() > MOST_FILES) {
            throw new RegistryException("Found " + files.size() + " files at " + address() + "/" + folder
                    + ", expected at most " + MOST_FILES + ".");
        }
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (JsonNode file : files) {
            String name = file.path("path").asText();
            // Some stores list a file under its whole path.
            String last = name.substring(name.lastIndexOf('/') + 1);
            if (!file.path("is_dir").asBoolean() && !last.isEmpty() && !last.equals("..")) {
                sizes.put(last, file.path("file_size").asLong(-1));
            }
        }
        return sizes;
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            throw new RegistryException("Found the path '" + path + "', expected one below " + address() + ".");
        }
        return connection.artifact(root + "/" + path, maxBytes);
    }
}
