package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelExplainer;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestReader;
import java.util.List;
import java.util.function.Function;

/// Makes one version ready: fetch, check the hash, parse, verify its behaviour, warm it up.
final class VersionLoader {
    /// Whichever comes first: an explanation by a large forest takes milliseconds.
    private static final int EXPLAIN_WARM_UP_ROWS = 200;

    private static final long EXPLAIN_WARM_UP_NS = 200_000_000;

    private final BundleSource source;
    private final BundleVerifier verifier;
    private final int warmUpRows;
    private final boolean explains;

    /// @param explains whether versions are to explain their answers where they can
    VersionLoader(BundleSource source, BundleVerifier verifier, int warmUpRows, boolean explains) {
        this.source = source;
        this.verifier = verifier;
        this.warmUpRows = warmUpRows;
        this.explains = explains;
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
        ServingModel model = new ServingModel(wanted.model(), wanted.version(), wanted.sha256(), bundle, recent);
        ServingModel serving = explains ? explaining(model) : model;
        long warm = System.nanoTime();
        source.keep(file, wanted.sha256());
        return new LoadedVersion(serving, ms(start, fetched), ms(fetched, verified), ms(verified, warm));
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

    /// Explanations have to be ready, and their code compiled, when the first request asks for one.
    private static ServingModel explaining(ServingModel model) throws LoadException {
        ServingModel explaining;
        try {
            explaining = model.explaining(ManifestReader.readExplain(
                    "manifest of the bundle", model.bundle().manifest()));
        } catch (ManifestException e) {
            throw new LoadException(BundleException.Check.FORMAT.code(), false, e);
        }
        explaining.newExplainer().ifPresent(explainer -> warmUp(explainer, model.bundle()));
        return explaining;
    }

    private static void warmUp(ModelExplainer explainer, ModelBundle bundle) {
        ModelScorer scorer = bundle.newScorer();
        long endNs = System.nanoTime() + EXPLAIN_WARM_UP_NS;
        for (int i = 0; i < EXPLAIN_WARM_UP_ROWS && System.nanoTime() - endNs < 0; i++) {
            GoldenRow golden = bundle.goldenRows().get(i % bundle.goldenRows().size());
            if (scorer.encode(golden.values()) == null) {
                explainer.explain(scorer.raw());
            }
        }
    }

    private static double ms(long fromNs, long toNs) {
        return (toNs - fromNs) / 1e6;
    }
}
