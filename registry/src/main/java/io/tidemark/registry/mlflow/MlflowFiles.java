package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.foreign.ForeignFiles;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A folder behind the server's artifact proxy. Each folder is listed once: what an import is told apart by is what it
/// finds.
final class MlflowFiles implements ForeignFiles {
    /// More files than this in one folder nobody logs with a model.
    private static final int MOST_FILES = 1000;

    private final MlflowConnection connection;
    private final String root;
    private final Map<String, SortedMap<String, Long>> listed = new ConcurrentHashMap<>();

    /// @param root its path below the proxy's root
    MlflowFiles(MlflowConnection connection, String root) {
        this.connection = connection;
        this.root = root;
    }

    @Override
    public String address() {
        return MlflowRuns.PROXIED + root;
    }

    @Override
    public SortedMap<String, Long> list(String folder) {
        return listed.computeIfAbsent(folder, this::asked);
    }

    private SortedMap<String, Long> asked(String folder) {
        JsonNode files = connection
                .artifacts(folder.isEmpty() ? root : root + "/" + folder)
                .path("files");
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
        return Collections.unmodifiableSortedMap(sizes);
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            throw new RegistryException("Found the path '" + path + "', expected one below " + address() + ".");
        }
        return connection.artifact(root + "/" + path, maxBytes);
    }
}
