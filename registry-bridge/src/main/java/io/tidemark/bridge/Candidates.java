package io.tidemark.bridge;

import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.foreign.ForeignVersion;
import io.tidemark.registry.mlflow.MlflowRegistry;
import java.util.Optional;

/// Finds what an alias points at, and has it imported where another tool registered it.
public final class Candidates {
    private final MlflowRegistry registry;
    private final Optional<ForeignImport> imports;
    private final Adoptions adoptions;

    /// @param imports makes bundles of what other tools logged; empty: nobody can, and such versions are refused
    public Candidates(MlflowRegistry registry, Optional<ForeignImport> imports, Adoptions adoptions) {
        this.registry = registry;
        this.imports = imports;
        this.adoptions = adoptions;
    }

    /// Whether a model that another tool registered is to be looked at: there is a manifest of it.
    boolean wants(String model) {
        return imports.filter(there -> there.knows(model)).isPresent();
    }

    /// Whether it is being found out what a version is.
    boolean isPending(String model, int version) {
        return adoptions.isRunning(model, version);
    }

    /// Looks, which takes a few questions to the registry and no more.
    ///
    /// @throws RegistryUnavailableException when the registry does not answer
    Candidate find(String model, int version) {
        Optional<ModelVersion> ours = registry.version(model, version);
        if (ours.isPresent()) {
            return ours.get().approved()
                    ? new Candidate.Fit(ours.get())
                    : new Candidate.Unfit("", "Its gates refused it.");
        }
        if (imports.isEmpty()) {
            return new Candidate.Unfit(
                    "",
                    "It has no bundle: another tool registered it. `tidemark import FILE --manifest " + model
                            + " --data ROWS.csv` makes a version that has one, and checks it.");
        }
        if (!wants(model)) {
            return new Candidate.Unfit(
                    "no-manifest",
                    "Another tool registered it, and there is no manifest of it: expected " + model
                            + ".yaml in the folder of manifests (tidemark.models.dir).");
        }
        try {
            ForeignVersion foreign = registry.foreignVersions().find(model, version);
            return new Candidate.Foreign(foreign, imports.get().fingerprint(foreign));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RegistryException e) {
            return new Candidate.Unfit("unreadable", "What was logged with it cannot be read. " + e.getMessage());
        }
    }

    /// A version that has a bundle, after its import where another tool registered it; empty: the registry has no such
    /// version. For callers whose imports are made [at once][Adoptions#atOnce].
    ///
    /// @throws RegistryException when it gets no bundle, with the reason
    /// @throws RegistryUnavailableException when the registry does not answer
    public Optional<ModelVersion> withBundle(String model, int version) {
        Optional<ModelVersion> ours = registry.version(model, version);
        if (ours.isPresent() || !registry.foreignVersions().has(model, version)) {
            return ours;
        }
        Candidate.Judged judged = switch (find(model, version)) {
            case Candidate.Judged known -> known;
            case Candidate.Foreign foreign ->
                judged(foreign)
                        .orElseThrow(() -> new RegistryException("Version " + version + " of " + model
                                + " was changed while it was imported: try again."));
        };
        return switch (judged) {
            case Candidate.Fit fit -> Optional.of(fit.version());
            case Candidate.Unfit unfit ->
                throw new RegistryException(
                        "Version " + version + " of " + model + " cannot be imported: " + unfit.reason());
        };
    }

    /// What became of a version of another tool; empty: it is being imported, and the registry is to be looked at again
    /// when that is done.
    ///
    /// @throws RegistryUnavailableException when the registry did not answer on the way
    Optional<Candidate.Judged> judged(Candidate.Foreign foreign) {
        return switch (adoptions.look(foreign.version(), foreign.mark(), imports.orElseThrow())) {
            case Adoptions.State.Running running -> Optional.empty();
            case Adoptions.State.Adopted adopted -> Optional.of(new Candidate.Fit(adopted.version()));
            case Adoptions.State.Refused refused -> Optional.of(new Candidate.Unfit(foreign.mark(), refused.reason()));
            case Adoptions.State.Lost lost -> throw lost.cause();
        };
    }
}
