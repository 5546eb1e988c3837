package io.tidemark.report;

/// Text as HTML and SVG may hold it.
public final class Escape {
    private Escape() {}

    /// The text with everything that means something in markup escaped, and what no document may hold (control
    /// characters, halves of a surrogate pair) replaced by U+FFFD.
    public static String html(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xfffd);
            }
        }
        return escaped.toString();
    }

    /// Char of XML 1.0 (production 2), without the carriage return, which parsers rewrite.
    private static boolean isAllowed(int c) {
        return c == '\n' || c == '\t' || (c >= ' ' && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c > 0xffff;
    }
}
