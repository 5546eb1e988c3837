package io.tidemark.drift.reference;

import java.util.regex.Pattern;

/// A version of a model, and the bundle that it is.
///
/// @param version counted from 1
/// @param bundleSha256 64 lower-case hexadecimal digits
public record VersionKey(String model, int version, String bundleSha256) {
    private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public VersionKey {
        if (!MODEL.matcher(model).matches()
                || version < 1
                || !SHA256.matcher(bundleSha256).matches()) {
            throw new IllegalArgumentException("Found the model '" + model + "', version " + version
                    + " and bundle_sha256 '" + bundleSha256
                    + "', expected a model's name, a version from 1 on and 64 lower-case hexadecimal digits.");
        }
    }

    /// The key as text: `model/version/sha256`.
    public String text() {
        return model + "/" + version + "/" + bundleSha256;
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException when it cannot have been written by it
    public static VersionKey parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Found the key '" + text + "', expected model/version/sha256.");
        }
        return new VersionKey(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return model + " version " + version;
    }
}
