package io.tidemark.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The hash that bundles are known by.
public final class Sha256 {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    /// 64 lower-case hexadecimal digits.
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256.", e);
        }
    }

    /// Refuses bytes that have another hash.
    ///
    /// @throws RegistryException when they do
    public static void require(byte[] bytes, String sha256, String where) {
        String found = of(bytes);
        if (!found.equals(sha256)) {
            throw new RegistryException(
                    "Found a bundle with SHA-256 " + found + " " + where + ", expected " + sha256 + ".");
        }
    }

    /// Refuses what is no hash: it would become part of a path.
    ///
    /// @throws RegistryException when it is none
    public static String requireForm(String sha256) {
        if (!FORM.matcher(sha256).matches()) {
            throw new RegistryException(
                    "Found the SHA-256 '" + sha256 + "', expected 64 lower-case hexadecimal digits.");
        }
        return sha256;
    }
}
