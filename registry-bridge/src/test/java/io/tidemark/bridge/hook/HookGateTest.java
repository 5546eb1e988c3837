package io.tidemark.bridge.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bridge.hook.HookGate.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookGateTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_796_000_000);
    private static final String SECRET = "s3cret";
    private static final String BODY = "{\"entity\":\"model_version_alias\",\"action\":\"created\"}";

    private final HookGate gate = new HookGate(SECRET, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aGenuineHookIsTakenOnce() {
        Hook hook = signed("id-1", NOW.getEpochSecond(), BODY, SECRET);

        assertThat(gate.judge(hook)).isEqualTo(Verdict.TAKEN);
        assertThat(gate.judge(hook)).isEqualTo(Verdict.REPEATED);
        assertThat(gate.judge(signed("id-2", NOW.getEpochSecond(), BODY, SECRET)))
                .isEqualTo(Verdict.TAKEN);
    }

    /// Computed with Python: base64(hmac.new(b"s3cret", b"id-1.1796000000.{}", "sha256").digest()).
    @Test
    void theSignatureIsTheOneOfMlflow() {
        Hook hook = new Hook(
                "v1,eKWtOM6b3BqI0eCg7//T/6Phlvqkk1be2YsccXWDeQI=",
                "id-1",
                "1796000000",
                "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(gate.judge(hook)).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void anotherSecretIsForged() {
        assertThat(gate.judge(signed("id-1", NOW.getEpochSecond(), BODY, "guess")))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void anAlteredBodyIdOrTimeIsForged() {
        Hook genuine = signed("id-1", NOW.getEpochSecond(), BODY, SECRET);
        byte[] other = BODY.replace("created", "deleted").getBytes(StandardCharsets.UTF_8);

        assertThat(gate.judge(new Hook(genuine.signature(), "id-1", genuine.timestamp(), other)))
                .isEqualTo(Verdict.FORGED);
        assertThat(gate.judge(new Hook(genuine.signature(), "id-9", genuine.timestamp(), genuine.body())))
                .isEqualTo(Verdict.FORGED);
        assertThat(gate.judge(new Hook(genuine.signature(), "id-1", "1796000001", genuine.body())))
                .isEqualTo(Verdict.FORGED);
        assertThat(gate.judge(genuine)).as("a forgery does not use up the id").isEqualTo(Verdict.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(longs = {-600, -301, 301, 600})
    void aHookFromAnotherTimeIsLate(long secondsOff) {
        assertThat(gate.judge(signed("id-1", NOW.getEpochSecond() + secondsOff, BODY, SECRET)))
                .isEqualTo(Verdict.LATE);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 300})
    void fiveMinutesEitherWayAreFine(long secondsOff) {
        assertThat(gate.judge(signed("id-1", NOW.getEpochSecond() + secondsOff, BODY, SECRET)))
                .isEqualTo(Verdict.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1,", "v1,%%%", "v2,AAAA", "v1,AAAA"})
    void whatIsNoSignatureIsForged(String signature) {
        assertThat(gate.judge(new Hook(
                        signature, "id-1", Long.toString(NOW.getEpochSecond()), BODY.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "-1", "1.5", "99999999999999999999"})
    void whatIsNoTimeIsForged(String timestamp) {
        assertThat(gate.judge(new Hook("v1,AAAA", "id-1", timestamp, new byte[0])))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void anEmptySecretGuardsNothing() {
        assertThatThrownBy(() -> new HookGate("", Clock.systemUTC())).hasMessageContaining("empty webhook secret");
    }

    static Hook signed(String id, long seconds, String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return new Hook(
                    "v1," + Base64.getEncoder().encodeToString(signature),
                    id,
                    Long.toString(seconds),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
