package io.tidemark.model.bundle;

/// A bundle that must not be used.
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Check check;

    public BundleException(Check check, String message) {
        super(message);
        this.check = check;
    }

    public BundleException(Check check, String message, Throwable cause) {
        super(message, cause);
        this.check = check;
    }

    /// The check that the bundle failed.
    public Check check() {
        return check;
    }

    /// What is checked, in order.
    public enum Check {
        /// The file can be read and is of a bearable size.
        SIZE("size"),
        /// Its bytes hash to the expected SHA-256.
        SHA256("sha256"),
        /// Its parts are well-formed and fit together.
        FORMAT("format"),
        /// It names the features and inputs that it was trained with.
        FEATURE_SIGNATURE("feature-signature"),
        /// Its golden rows score as the training library scored them.
        GOLDEN_ROWS("golden-rows"),
        /// Its scores are finite.
        FINITE("finite"),
        /// Its scores differ between rows.
        NOT_CONSTANT("not-constant"),
        /// It scores a row fast enough.
        LATENCY("latency"),
        /// Its features are those that the traffic calls by the same names.
        COLUMNS("columns"),
        /// On rows like those of its training its scores are like those of its training.
        SCORE_PROFILE("score-profile");

        private final String code;

        Check(String code) {
            this.code = code;
        }

        /// Stable code, as the timeline carries it.
        public String code() {
            return code;
        }
    }
}
