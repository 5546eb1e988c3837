package io.tidemark.notifier.app;

import io.tidemark.notifier.NotifierConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// The notifier's configuration as the service would have it, for commands: settings of the call win over the
/// environment.
public final class SettingsReader {
    private SettingsReader() {}

    /// Reads it.
    ///
    /// @param settings settings of the call by name
    /// @throws RuntimeException when a setting is unknown or makes no sense
    public static NotifierConfig read(Map<String, String> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("call", new LinkedHashMap<>(settings)));
        ConfigurationPropertySources.attach(environment);
        Binder binder = Binder.get(environment);
        NoUnboundElementsBindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        SlackProperties slack = binder.bindOrCreate("tidemark.slack", Bindable.of(SlackProperties.class), strict);
        return binder.bindOrCreate("tidemark.notifier", Bindable.of(NotifierProperties.class), strict)
                .toConfig(slack);
    }
}
