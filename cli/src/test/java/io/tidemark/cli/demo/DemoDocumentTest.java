package io.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z._-]+)` \\| `([^`]+)` \\| \\S");

    /// Whoever reads the demo's numbers has to know what was set for it, and what was not.
    @Test
    void theDocumentListsWhatTheDemoSetsAndNothingElse() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "demo.md"));
        String section =
                document.substring(document.indexOf("## What the demo sets"), document.indexOf("## summary.json"));
        Map<String, Object> documented = new TreeMap<>();
        ROW.matcher(section).results().forEach(row -> documented.put(row.group(1), row.group(2)));

        assertThat(documented).isEqualTo(set());
    }

    private static Map<String, Object> set() {
        Map<String, Object> set = new TreeMap<>(DemoSettings.SERVICES);
        List<String> overrides = DemoSettings.quickWindows();
        overrides.forEach(override -> {
            int equals = override.indexOf('=');
            set.put(override.substring(0, equals), override.substring(equals + 1));
        });
        return set;
    }
}
