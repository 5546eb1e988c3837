package io.tidemark.drift.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionKeyTest {
    private static final String SHA = "0f".repeat(32);

    @Test
    void aKeySurvivesItsText() {
        VersionKey key = new VersionKey("credit_risk-2", 17, SHA);
        assertThat(VersionKey.parse(key.text())).isEqualTo(key);
        assertThat(key).hasToString("credit_risk-2 version 17");
    }

    @ParameterizedTest
    @CsvSource({"'', 1, ok", "../etc, 1, ok", "a/b, 1, ok", "homes, 0, ok", "homes, 1, ''", "homes, 1, 0F"})
    void whatNamesNoVersionIsRefused(String model, int version, String sha) {
        assertThatThrownBy(() -> new VersionKey(model, version, sha.equals("ok") ? SHA : sha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a model's name");
    }

    @Test
    void otherTextIsNoKey() {
        assertThatThrownBy(() -> VersionKey.parse("homes/1")).hasMessageContaining("Found the key 'homes/1'");
    }
}
