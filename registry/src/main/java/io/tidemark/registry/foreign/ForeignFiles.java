package io.tidemark.registry.foreign;

import java.util.SortedMap;

/// A folder of files that another tool logged. Names and sizes are the server's word; a read is bounded whatever it
/// said.
public interface ForeignFiles {
    /// Where it is, for people.
    String address();

    /// Files right in a folder below, by name, with their size in bytes as the server has it; -1: it does not say.
    /// Empty where there is no such folder.
    ///
    /// @param folder for example `tidemark`; empty: this folder itself
    /// @throws io.tidemark.registry.RegistryUnavailableException when the registry does not answer
    /// @throws io.tidemark.registry.RegistryException when it refuses, or lists more than anybody logs
    SortedMap<String, Long> list(String folder);

    /// A file.
    ///
    /// @param path below this folder, for example `tidemark/reference.csv`
    /// @param maxBytes largest size that is taken, bytes
    /// @throws io.tidemark.registry.TooLargeException when it is larger
    /// @throws io.tidemark.registry.RegistryException when it cannot be read
    byte[] read(String path, long maxBytes);
}
