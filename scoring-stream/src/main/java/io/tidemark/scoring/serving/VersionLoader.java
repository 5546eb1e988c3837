package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ManifestException;
import java.util.List;
import java.util.function.Function;

/// Makes one version ready: fetch, check the hash, parse, verify its behaviour, warm it up.
final class VersionLoader {
    private final BundleSource source;
    private final BundleVerifier verifier;
    private final int warmUpRows;

    VersionLoader(BundleSource source, BundleVerifier verifier, int warmUpRows) {
        this.source = source;
        this.verifier = verifier;
        this.warmUpRows = warmUpRows;
    }

    /// @param rowsFor the rows of the model's traffic that fit these features, to try the version on
    LoadedVersion load(WantedVersion wanted, Function<List<FeatureSpec>, RecentRows> rowsFor) throws LoadException {
        long start = System.nanoTime();
        byte[] file = source.fetch(wanted.model(), wanted.sha256());
        long fetched = System.nanoTime();
        ModelBundle bundle = BundleSource.parse(file, wanted.sha256());
        RecentRows recent = rowsFor.apply(bundle.features());
        List<double[]> sample = recent.sample();
        verify(bundle, wanted, sample);
        long verified = System.nanoTime();
        BundleVerifier.warmUp(bundle, sample, warmUpRows);
        long warm = System.nanoTime();
        source.keep(file, wanted.sha256());
        return new LoadedVersion(
                serving(wanted, bundle, recent), ms(start, fetched), ms(fetched, verified), ms(verified, warm));
    }

    private static ServingModel serving(WantedVersion wanted, ModelBundle bundle, RecentRows recent)
            throws LoadException {
        try {
            return new ServingModel(wanted.model(), wanted.version(), wanted.sha256(), bundle, recent);
        } catch (ManifestException e) {
            throw new LoadException("views", false, e);
        }
    }

    private void verify(ModelBundle bundle, WantedVersion wanted, List<double[]> sample) throws LoadException {
        try {
            if (!bundle.descriptor().model().equals(wanted.model())) {
                throw new BundleException(
                        BundleException.Check.FORMAT,
                        "Found a bundle of model " + bundle.descriptor().model() + ", expected " + wanted.model()
                                + ".");
            }
            verifier.verify(bundle, sample);
        } catch (BundleException e) {
            throw new LoadException(e.check().code(), false, e);
        }
    }

    private static double ms(long fromNs, long toNs) {
        return (toNs - fromNs) / 1e6;
    }
}
