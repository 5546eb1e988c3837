package io.tidemark.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTextTest {
    @Test
    void slacksControlCharactersAreEscaped() {
        assertThat(SlackText.of("a < b & c > <!channel>", 100)).isEqualTo("a &lt; b &amp; c &gt; &lt;!channel&gt;");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20})
    void aCutTearsNoEntityAndNoSurrogatePairAndKeepsTheLimit(int maxChars) {
        String cut = SlackText.of("a&<👩‍🔬>&&&&&&&&", maxChars);

        assertThat(cut.length()).isLessThanOrEqualTo(maxChars);
        assertThat(cut).endsWith("…");
        assertThat(cut.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&").doesNotContain(";");
        assertThat(cut.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
    }

    @Test
    void whatFitsIsNotCut() {
        assertThat(SlackText.of("&", 5)).isEqualTo("&amp;");
        assertThat(SlackText.of("", 5)).isEmpty();
    }

    @Test
    void controlCharactersBecomeSpaces() {
        assertThat(SlackText.of("a\u0000b\u001b[31m\nc", 100)).isEqualTo("a b [31m\nc");
    }
}
