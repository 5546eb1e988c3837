package io.tidemark.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Versions to register.
final class Versions {
    static final String MODEL = "housing";

    private Versions() {}

    static Registration approved(String runId) {
        return registration(runId, true, bundle(runId));
    }

    static Registration refused(String runId) {
        return registration(runId, false, bundle(runId));
    }

    static Registration registration(String runId, boolean approved, byte[] bundle) {
        return new Registration(
                MODEL, runId, sha256(bundle), approved, Map.of("mae", 1.5), Map.of("data", "x.csv"), () -> bundle);
    }

    static byte[] bundle(String runId) {
        return ("bundle of " + runId).getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
