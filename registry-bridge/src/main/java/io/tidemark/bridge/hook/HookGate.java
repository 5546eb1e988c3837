package io.tidemark.bridge.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells genuine webhooks from others. MLflow signs `<delivery id>.<timestamp>.<body>` with HMAC-SHA256; the comparison
/// takes the same time wherever the signatures differ. A hook counts for 300 s, and once. Safe for use by many threads.
public final class HookGate {
    /// How far a hook's time may be from the clock's, either way.
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_ID = 200;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Clock clock;

    /// Deliveries by id, with the time from which on their timestamp would be too old.
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /// What a hook is.
    public enum Verdict {
        /// Genuine and new.
        TAKEN,
        /// Genuine, and came before.
        REPEATED,
        /// Genuine, and too old or from the future.
        LATE,
        /// Not signed with the secret, or not a hook at all.
        FORGED
    }

    /// @param secret secret of the webhook, not empty
    public HookGate(String secret, Clock clock) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("Found an empty webhook secret, expected the one that MLflow has.");
        }
        this.key = secret.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /// Looks at a hook.
    public Verdict judge(Hook hook) {
        if (hook.deliveryId().isEmpty() || hook.deliveryId().length() > LONGEST_ID || !isSigned(hook)) {
            return Verdict.FORGED;
        }
        Instant now = clock.instant();
        Instant sent = Instant.ofEpochSecond(seconds(hook.timestamp()));
        if (sent.isBefore(now.minus(WINDOW)) || sent.isAfter(now.plus(WINDOW))) {
            return Verdict.LATE;
        }
        return isNew(hook.deliveryId(), sent.plus(WINDOW), now) ? Verdict.TAKEN : Verdict.REPEATED;
    }

    private boolean isSigned(Hook hook) {
        if (!hook.signature().startsWith(VERSION) || seconds(hook.timestamp()) < 0) {
            return false;
        }
        byte[] given;
        try {
            given = Base64.getDecoder().decode(hook.signature().substring(VERSION.length()));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(signature(hook), given);
    }

    private byte[] signature(Hook hook) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((hook.deliveryId() + "." + hook.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(hook.body());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java platform has " + ALGORITHM + ".", e);
        }
    }

    /// -1 for what is no time.
    private static long seconds(String timestamp) {
        return timestamp.matches("\\d{1,11}") ? Long.parseLong(timestamp) : -1;
    }

    /// The oldest deliveries are forgotten first; those whose time is over are refused by their time.
    private synchronized boolean isNew(String deliveryId, Instant until, Instant now) {
        seen.values().removeIf(end -> end.isBefore(now));
        if (seen.putIfAbsent(deliveryId, until) != null) {
            return false;
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
        return true;
    }
}
