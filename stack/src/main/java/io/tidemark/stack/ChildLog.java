package io.tidemark.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a child said, and what that means.
record ChildLog(Path file) {
    private static final int LINES_SHOWN = 6;
    private static final int LINE_CHARACTERS = 300;
    private static final Pattern TELLING =
            Pattern.compile("\\b(ERROR|FATAL)\\b|Exception\\b|Error\\b|Caused by|Ending:", Pattern.UNICODE_CASE);
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more).*");

    /// Puts the log of the start before aside.
    void rotate() {
        if (Files.exists(file)) {
            String name = file.getFileName().toString().replace(".log", ".previous.log");
            try {
                Files.move(file, file.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new StackException("The log file " + file + " cannot be put aside: " + e, e);
            }
        }
    }

    boolean contains(String text) {
        return text().contains(text);
    }

    /// Why the child failed, what to do, its last telling lines and where the rest is.
    ///
    /// @param data directory of what the child keeps
    String explain(Path data, StackHome home) {
        return meaning(data, home) + "\n" + lastWords();
    }

    /// Its last telling lines and where the rest is.
    String lastWords() {
        return "It said last (all in " + file + "):\n  " + String.join("\n  ", lastTelling());
    }

    private String meaning(Path data, StackHome home) {
        String text = text();
        if (text.contains("No space left on device")) {
            return "The disk of " + data + " is full: make room and start again.";
        }
        if (text.contains("Address already in use") || text.contains("seems to be used by another process")) {
            return "Another program has taken its port meanwhile: start again, or choose other ports.";
        }
        if (text.contains("OutOfMemoryError")) {
            return "It ran out of memory: close other programs, or keep fewer topics and partitions.";
        }
        if (text.contains("UnsupportedClassVersionError")) {
            return "The Java of " + System.getProperty("java.home") + " is too old for it.";
        }
        return "What it keeps in " + data + " may be damaged: to start afresh, move " + home.broker() + " and "
                + home.registry() + " away, both, for the records in one name schemas in the other.";
    }

    private List<String> lastTelling() {
        List<String> lines = text().lines()
                .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).matches())
                .toList();
        List<String> telling =
                lines.stream().filter(line -> TELLING.matcher(line).find()).toList();
        return last(telling.isEmpty() ? lines : telling)
                .map(line -> line.length() > LINE_CHARACTERS ? line.substring(0, LINE_CHARACTERS) + "..." : line)
                .toList();
    }

    private static Stream<String> last(List<String> lines) {
        return lines.isEmpty()
                ? Stream.of("nothing")
                : lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()).stream();
    }

    private String text() {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return String.format(Locale.ROOT, "The log cannot be read: %s", e);
        }
    }
}
