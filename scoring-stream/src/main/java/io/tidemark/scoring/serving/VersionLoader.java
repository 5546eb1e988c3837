package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.TrafficCheck;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.serving.PastTraffic.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes one version ready: fetch, check the hash, parse, verify its behaviour, warm it up.
final class VersionLoader {
    private final BundleSource source;
    private final LoadingConfig config;
    private final PastTraffic past;

    VersionLoader(BundleSource source, LoadingConfig config, PastTraffic past) {
        this.source = source;
        this.config = config;
        this.past = past;
    }

    /// @param rowsFor the rows of the model's traffic that fit these features, to try the version on
    LoadedVersion load(WantedVersion wanted, Function<List<FeatureSpec>, RecentRows> rowsFor, Incumbents incumbents)
            throws LoadException {
        long start = System.nanoTime();
        byte[] file = source.fetch(wanted.model(), wanted.sha256());
        long fetched = System.nanoTime();
        ModelBundle bundle = BundleSource.parse(file, wanted.sha256());
        RecentRows recent = rowsFor.apply(bundle.features());
        Answers answers = past.of(wanted.model());
        List<double[]> sample = sample(bundle, recent, answers.requests());
        try {
            requireModel(bundle, wanted);
            config.verifier().verify(bundle, sample);
            if (incumbents.judge() && !answers.bundles().contains(wanted.sha256())) {
                checkAgainstTraffic(bundle, sample, incumbents.answering(recent));
            }
        } catch (BundleException e) {
            throw new LoadException(e.check().code(), false, e);
        }
        long verified = System.nanoTime();
        ServingModel model = explaining(serving(wanted, bundle, recent));
        config.warmUp().run(bundle, model.newExplainer(), answers.requests(), sample);
        long warm = System.nanoTime();
        source.keep(file, wanted.sha256(), incumbents.inUse());
        return new LoadedVersion(model, ms(start, fetched), ms(fetched, verified), ms(verified, warm));
    }

    private static ServingModel serving(WantedVersion wanted, ModelBundle bundle, RecentRows recent)
            throws LoadException {
        try {
            return new ServingModel(wanted.model(), wanted.version(), wanted.sha256(), bundle, recent);
        } catch (ManifestException e) {
            throw new LoadException(BundleException.Check.FORMAT.code(), false, e);
        }
    }

    /// Rows of live traffic; after a restart, while there are few, what was answered before it stands in.
    private static List<double[]> sample(
            ModelBundle bundle, RecentRows recent, List<Map<String, @Nullable Object>> requests) {
        List<double[]> rows = new ArrayList<>(recent.sample());
        if (rows.size() >= TrafficCheck.MIN_ROWS) {
            return rows;
        }
        ModelScorer scorer = bundle.newScorer();
        for (Map<String, @Nullable Object> request : requests) {
            if (rows.size() == RecentRows.SLOTS) {
                break;
            }
            if (scorer.encode(request) == null) {
                rows.add(scorer.raw().clone());
            }
        }
        return rows;
    }

    private static void requireModel(ModelBundle bundle, WantedVersion wanted) {
        if (!bundle.descriptor().model().equals(wanted.model())) {
            throw new BundleException(
                    BundleException.Check.FORMAT,
                    "Found a bundle of model " + bundle.descriptor().model() + ", expected " + wanted.model() + ".");
        }
    }

    /// What the version that serves does not pass either is the traffic's fault, not the newcomer's: it must not
    /// stand in the way of a version that was trained for such traffic, or of a rollback.
    private static void checkAgainstTraffic(
            ModelBundle bundle, List<double[]> sample, Optional<ModelBundle> incumbent) {
        Optional<BundleException> found = TrafficCheck.find(bundle, sample);
        if (found.isPresent()
                && incumbent
                        .flatMap(serving -> TrafficCheck.find(serving, sample))
                        .isEmpty()) {
            throw found.get();
        }
    }

    /// The tables for explanations have to be there when the first request asks for one.
    private static ServingModel explaining(ServingModel model) throws LoadException {
        try {
            return model.explaining(ManifestReader.readExplain(
                    "manifest of the bundle", model.bundle().manifest()));
        } catch (ManifestException e) {
            throw new LoadException(BundleException.Check.FORMAT.code(), false, e);
        }
    }

    private static double ms(long fromNs, long toNs) {
        return (toNs - fromNs) / 1e6;
    }

    /// What serves while a version is loaded.
    ///
    /// @param judge false when the version is to serve in want of anything else: that the traffic looks odd is no
    /// reason to serve nothing
    /// @param champion answers the model now
    /// @param inUse SHA-256 of all bundles that serve, of whatever model
    record Incumbents(boolean judge, Optional<ServingModel> champion, Set<String> inUse) {
        /// The bundle that answered the rows.
        Optional<ModelBundle> answering(RecentRows rows) {
            return champion.filter(serving -> serving.recentRows().equals(rows)).map(ServingModel::bundle);
        }
    }
}
