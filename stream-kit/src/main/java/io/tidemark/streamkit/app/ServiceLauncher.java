package io.tidemark.streamkit.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// Starts one or several services in one application context with one web server for health and metrics.
public final class ServiceLauncher {
    private ServiceLauncher() {}

    /// Starts services that are all there is in this process, and returns once they have started. They stop when the
    /// process is told to.
    ///
    /// @param configurations configuration classes of the services
    /// @param settings settings by name; files and environment win over them
    /// @param args command line arguments `--name=value`; they win over everything
    public static ConfigurableApplicationContext start(
            Class<?>[] configurations, Map<String, Object> settings, String... args) {
        return application(configurations, settings).run(args);
    }

    /// Starts services as part of something larger, which stops them before whatever they need: they have no
    /// shutdown hook of their own, which would run at the same time as the owner's.
    ///
    /// @param owner is handed the context before anything in it starts. Closing it then waits for the start to end
    public static ConfigurableApplicationContext startOwned(
            Class<?>[] configurations,
            Map<String, Object> settings,
            Consumer<ConfigurableApplicationContext> owner,
            String... args) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("logging.register-shutdown-hook", "false");
        SpringApplication application = application(configurations, all);
        application.setRegisterShutdownHook(false);
        application.addInitializers(owner::accept);
        return application.run(args);
    }

    private static SpringApplication application(Class<?>[] configurations, Map<String, Object> settings) {
        SpringApplication application = new SpringApplication(configurations);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(true);
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("server.address", "127.0.0.1");
        defaults.put("server.shutdown", "immediate");
        defaults.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus");
        defaults.put("management.endpoint.health.show-details", "always");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        // Ready: the stream runs and has a model. Alive is another question, which no dependency answers.
        defaults.put("management.endpoint.health.validate-group-membership", "false");
        defaults.put(
                "management.endpoint.health.group.readiness.include", "readinessState,scoringStream,scoringModels");
        defaults.put("spring.main.lazy-initialization", "false");
        defaults.put("spring.jmx.enabled", "false");
        defaults.put("tidemark.registry.mlflow-uri", "${MLFLOW_TRACKING_URI:}");
        defaults.putAll(settings);
        application.setDefaultProperties(defaults);
        return application;
    }
}
