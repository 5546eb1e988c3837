package io.tidemark.streamkit.app;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/// Refuses settings below `tidemark.` that belong to no group: each group refuses its own unknown keys, and this
/// catches the misspelt group.
final class SettingsCheck implements InitializingBean {
    static final Set<String> GROUPS = Set.of(
            "kafka", "streams", "registry", "models", "scoring", "drift", "joiner", "trainer", "notifier", "slack");

    /// What the launcher tells the command line, as system properties.
    private static final Set<String> LAUNCHER = Set.of("install", "runtime", "tty");

    private static final String PREFIX = "tidemark.";

    private final Environment environment;

    SettingsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return;
        }
        for (PropertySource<?> source : configurable.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    requireKnown(name, source.getName());
                }
            }
        }
    }

    private static void requireKnown(String name, String source) {
        if (!name.startsWith(PREFIX)) {
            return;
        }
        String group = name.substring(PREFIX.length()).split("[.\\[]", 2)[0];
        if (!GROUPS.contains(group) && !LAUNCHER.contains(group)) {
            throw new IllegalArgumentException(
                    "Found the setting " + name + " in " + source + ", expected one of the groups "
                            + String.join(", ", new TreeSet<>(GROUPS)) + " below " + PREFIX + ".");
        }
    }
}
