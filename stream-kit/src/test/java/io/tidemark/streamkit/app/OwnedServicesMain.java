package io.tidemark.streamkit.app;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// An owner with a shutdown hook of its own, as the embedded stack has one, around one service.
final class OwnedServicesMain {
    private OwnedServicesMain() {}

    @Configuration(proxyBeanMethods = false)
    static class Service {
        @Bean
        DisposableBean closing() {
            return () -> System.out.println("the service is closed");
        }
    }

    public static void main(String[] args) {
        AtomicReference<@Nullable ConfigurableApplicationContext> owned = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                // Time for any other hook to close the service, which must not happen.
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.out.println("the owner closes the service");
            Objects.requireNonNull(owned.get()).close();
            System.out.println("the owner stops what the service needs");
        }));
        ConfigurableApplicationContext context = args.length > 0
                ? ServiceLauncher.start(new Class<?>[] {Service.class}, settings())
                : ServiceLauncher.startOwned(new Class<?>[] {Service.class}, settings(), owned::set);
        owned.set(context);
        System.out.println("everything runs");
    }

    private static Map<String, Object> settings() {
        return Map.of("spring.main.web-application-type", "none", "spring.main.keep-alive", "true");
    }
}
