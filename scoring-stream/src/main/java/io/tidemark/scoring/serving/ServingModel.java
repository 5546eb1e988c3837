package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.ModelBundle;

/// A version that was verified and can answer. Compared by identity: one load, one object.
public final class ServingModel {
    private final String name;
    private final int version;
    private final String sha256;
    private final ModelBundle bundle;
    private final RecentRows recentRows;

    public ServingModel(String name, int version, String sha256, ModelBundle bundle, RecentRows recentRows) {
        this.name = name;
        this.version = version;
        this.sha256 = sha256;
        this.bundle = bundle;
        this.recentRows = recentRows;
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

    /// Rows that this model's traffic brought lately.
    public RecentRows recentRows() {
        return recentRows;
    }
}
