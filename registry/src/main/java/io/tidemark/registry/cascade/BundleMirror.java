package io.tidemark.registry.cascade;

import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.registry.guard.GuardRules;
import java.util.List;

/// A second place for bundles, by content. What is there is never overwritten. Safe for use by many threads.
public interface BundleMirror {
    /// Where it is, for people, for example `gs://bucket/prefix`.
    String address();

    /// The bytes of a bundle, unchecked.
    ///
    /// @param maxBytes largest size that is taken, bytes
    /// @throws TooLargeException when it is larger
    /// @throws RegistryException when it is not there or cannot be reached
    byte[] fetch(String model, String sha256, long maxBytes);

    /// Stores a bundle; changes nothing where an equal one is.
    ///
    /// @throws RegistryException when another one is there under this name, or it cannot be stored
    void store(String model, String sha256, byte[] bundle);

    /// Hashes of the bundles that are there, sorted.
    List<String> hashes(String model);

    /// How it is.
    DependencyHealth health();

    /// Makes mirrors of one kind; found by [java.util.ServiceLoader], so that only whoever needs a kind has its
    /// libraries.
    interface Provider {
        /// Scheme of its addresses, for example `gs`.
        String scheme();

        /// The mirror at an address.
        ///
        /// @throws RegistryException when that is no address of this kind
        BundleMirror open(String address, GuardRules rules);
    }
}
