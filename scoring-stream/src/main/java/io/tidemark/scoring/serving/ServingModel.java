package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelExplainer;
import io.tidemark.model.manifest.ExplainSpec;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.view.ViewJoin;
import java.util.Optional;

/// A version that was verified and can answer. Compared by identity: one load, one object.
public final class ServingModel {
    private final String name;
    private final int version;
    private final String sha256;
    private final ModelBundle bundle;
    private final RecentRows recentRows;
    private final ViewJoin views;
    private final ExplainSpec explain;
    private final Optional<ModelExplainer> explainer;

    /// A version that gives no explanations; [#explaining] makes one that does.
    ///
    /// @throws io.tidemark.model.manifest.ManifestException when the bundle's views cannot be read
    public ServingModel(String name, int version, String sha256, ModelBundle bundle, RecentRows recentRows) {
        this(
                name,
                version,
                sha256,
                bundle,
                recentRows,
                new ViewJoin(ManifestReader.views(name + "@" + version, bundle.manifest())),
                ExplainSpec.DEFAULT,
                Optional.empty());
    }

    private ServingModel(
            String name,
            int version,
            String sha256,
            ModelBundle bundle,
            RecentRows recentRows,
            ViewJoin views,
            ExplainSpec explain,
            Optional<ModelExplainer> explainer) {
        this.name = name;
        this.version = version;
        this.sha256 = sha256;
        this.bundle = bundle;
        this.recentRows = recentRows;
        this.views = views;
        this.explain = explain;
        this.explainer = explainer;
    }

    /// The same version, able to explain its answers where its bundle is. Computes the explainer's tables, which takes
    /// a while for a large forest: not for stream threads.
    public ServingModel explaining(ExplainSpec how) {
        return new ServingModel(name, version, sha256, bundle, recentRows, views, how, bundle.newExplainer());
    }

    /// The same model under another version number: equal training gives equal bundles.
    ServingModel as(int otherVersion) {
        return new ServingModel(name, otherVersion, sha256, bundle, recentRows, views, explain, explainer);
    }

    /// Name of the model.
    public String name() {
        return name;
    }

    /// Version, counted from 1.
    public int version() {
        return version;
    }

    /// SHA-256 of the bundle.
    public String sha256() {
        return sha256;
    }

    /// The model itself.
    public ModelBundle bundle() {
        return bundle;
    }

    /// What the model's views add to a request.
    public ViewJoin views() {
        return views;
    }

    /// Which answers are explained unasked, and how far.
    public ExplainSpec explain() {
        return explain;
    }

    /// An explainer for one thread, over tables that are there already; empty: this version explains nothing.
    public Optional<ModelExplainer> newExplainer() {
        return explainer.map(ModelExplainer::sibling);
    }

    /// Rows that this model's traffic brought lately.
    public RecentRows recentRows() {
        return recentRows;
    }
}
