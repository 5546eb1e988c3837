package io.tidemark.notifier.message;

/// Text as Slack takes it: control characters of its mark-up escaped, no longer than a block bears.
///
/// Source: Slack, *Formatting text for app surfaces*: `&`, `<` and `>` are written as entities.
final class SlackText {
    private static final String MORE = "…";

    private SlackText() {}

    /// The text escaped, cut so that the escaped text has at most `maxChars` characters and no entity or surrogate pair
    /// is torn; a cut ends with an ellipsis.
    static String of(String text, int maxChars) {
        StringBuilder escaped = new StringBuilder(Math.min(text.length() + 16, maxChars));
        int safeEnd = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            String next = escape(codePoint);
            if (escaped.length() + next.length() > maxChars) {
                escaped.setLength(safeEnd);
                return escaped.append(MORE).toString();
            }
            escaped.append(next);
            if (escaped.length() + MORE.length() <= maxChars) {
                safeEnd = escaped.length();
            }
            i += Character.charCount(codePoint);
        }
        return escaped.toString();
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\n', '\t' -> Character.toString(codePoint);
            default -> Character.isISOControl(codePoint) ? " " : Character.toString(codePoint);
        };
    }
}
