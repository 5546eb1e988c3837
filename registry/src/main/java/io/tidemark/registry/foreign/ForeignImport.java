package io.tidemark.registry.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// Makes a bundle of what another tool logged, or says why not. Asking twice gives the same answer, byte for byte. Safe
/// for use by many threads.
public interface ForeignImport {
    /// Whether there is a manifest of this model.
    boolean knows(String model);

    /// What an answer depends on, in a few letters and digits: files by name and size, and the manifest. As long as it
    /// stays the same, asking again is of no use.
    ///
    /// @throws io.tidemark.registry.RegistryException when the files cannot be listed
    String fingerprint(ForeignVersion version);

    /// Reads, converts, compares and judges a version. Takes seconds, and memory of several times its size.
    ///
    /// @throws io.tidemark.registry.RegistryUnavailableException when the registry does not answer: asking later may
    ///     help
    Outcome run(ForeignVersion version);

    /// What came of it.
    sealed interface Outcome {
        /// A bundle that all gates have passed.
        ///
        /// @param bundle its bytes
        /// @param tags what is to be known of where it came from
        @SuppressWarnings("ArrayRecordComponent") // Nobody compares outcomes.
        record Made(byte[] bundle, Map<String, String> tags) implements Outcome {
            public Made {
                tags = Map.copyOf(tags);
            }
        }

        /// No bundle.
        ///
        /// @param reason what was found, what was expected, and what to do, for people
        record Refused(String reason) implements Outcome {}
    }

    /// Finds who can do it; found by [ServiceLoader], so that only a process with the readers of models on its class
    /// path imports any.
    interface Provider {
        /// Whoever imports models of these manifests.
        ///
        /// @param manifests folder with a manifest for each model
        /// @param overrides laid over every manifest, each `a.b=value`
        ForeignImport open(Path manifests, List<String> overrides);
    }

    /// Whoever is on the class path.
    static Optional<ForeignImport> find(Path manifests, List<String> overrides) {
        return ServiceLoader.load(Provider.class).findFirst().map(provider -> provider.open(manifests, overrides));
    }
}
