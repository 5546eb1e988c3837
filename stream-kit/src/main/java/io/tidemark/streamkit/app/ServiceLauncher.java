package io.tidemark.streamkit.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// Starts one or several services in one application context with one web server for health and metrics.
public final class ServiceLauncher {
    private ServiceLauncher() {}

    /// Starts the services and returns once they have started.
    ///
    /// @param configurations configuration classes of the services
    /// @param settings settings by name; files and environment win over them
    /// @param args command line arguments `--name=value`; they win over everything
    public static ConfigurableApplicationContext start(
            Class<?>[] configurations, Map<String, Object> settings, String... args) {
        SpringApplication application = new SpringApplication(configurations);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(true);
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("server.address", "127.0.0.1");
        defaults.put("server.shutdown", "immediate");
        defaults.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus");
        defaults.put("management.endpoint.health.show-details", "always");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("spring.main.lazy-initialization", "false");
        defaults.put("spring.jmx.enabled", "false");
        defaults.putAll(settings);
        application.setDefaultProperties(defaults);
        return application.run(args);
    }
}
