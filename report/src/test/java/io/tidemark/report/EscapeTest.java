package io.tidemark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a < b, a &lt; b",
                "<script>, &lt;script&gt;",
                "\"', &quot;&#39;",
                "&lt;, &amp;lt;",
                "größer €, größer €"
            })
    void whatMeansSomethingInMarkupIsEscaped(String text, String expected) {
        assertThat(Escape.html(text)).isEqualTo(expected);
    }

    @Test
    void whatNoDocumentMayHoldIsReplaced() {
        assertThat(Escape.html("a\u0000b\u001bc\rd")).isEqualTo("a\ufffdb\ufffdc\ufffdd");
        assertThat(Escape.html("\ud83d|\ude00|\ufffe|\uffff")).isEqualTo("\ufffd|\ufffd|\ufffd|\ufffd");
        assertThat(Escape.html("tab\tline\n😀")).isEqualTo("tab\tline\n😀");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextComesBackFromAParser(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(1 << 16)));
            }
            String escaped = Escape.html(text.toString());

            String read = Markup.text(Markup.xml("<a b=\"" + escaped + "\">" + escaped + "</a>"), "a");

            assertThat(Escape.html(read)).isEqualTo(escaped);
        }
    }
}
