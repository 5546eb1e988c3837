package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.view.ViewJoin;

/// A version that was verified and can answer. Compared by identity: one load, one object.
public final class ServingModel {
    private final String name;
    private final int version;
    private final String sha256;
    private final ModelBundle bundle;
    private final RecentRows recentRows;
    private final ViewJoin views;

    /// @throws io.tidemark.model.manifest.ManifestException when the bundle's views cannot be read
    public ServingModel(String name, int version, String sha256, ModelBundle bundle, RecentRows recentRows) {
        this.name = name;
        this.version = version;
        this.sha256 = sha256;
        this.bundle = bundle;
        this.recentRows = recentRows;
        this.views = new ViewJoin(ManifestReader.views(name + "@" + version, bundle.manifest()));
    }

    /// The same model under another version number: equal training gives equal bundles.
    ServingModel as(int otherVersion) {
        return new ServingModel(name, otherVersion, sha256, bundle, recentRows);
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

    /// Rows that this model's traffic brought lately.
    public RecentRows recentRows() {
        return recentRows;
    }
}
