package io.tidemark.trainer.adopt;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.foreign.ForeignFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A folder in memory.
///
/// @param files contents by path
/// @param read paths that were read
record MemoryFiles(Map<String, byte[]> files, List<String> read) implements ForeignFiles {
    MemoryFiles(Map<String, byte[]> files) {
        this(new TreeMap<>(files), new ArrayList<>());
    }

    @Override
    public String address() {
        return "memory:/model";
    }

    @Override
    public SortedMap<String, Long> list(String folder) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        files.forEach((path, bytes) -> {
            int slash = path.lastIndexOf('/');
            if (path.substring(0, Math.max(0, slash)).equals(folder)) {
                sizes.put(path.substring(slash + 1), (long) bytes.length);
            }
        });
        return sizes;
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        byte[] bytes = files.get(path);
        read.add(path);
        if (bytes == null) {
            throw new RegistryException("Found no " + path + ".");
        }
        if (bytes.length > maxBytes) {
            throw new TooLargeException(path, maxBytes);
        }
        return bytes;
    }
}
