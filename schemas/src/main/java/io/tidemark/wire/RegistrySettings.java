package io.tidemark.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How to reach a schema registry.
///
/// @param urls base addresses, tried in turn; one address `mock://scope` is a registry inside this process
/// @param credentials user and password for HTTP basic authentication
/// @param trustStore certificates to trust instead of the JVM's
/// @param keyStore certificate to present, for mutual TLS
/// @param autoRegister true: a serializer registers its schema; false: it only looks the id up
/// @param timeout for one attempt, connecting included; positive
/// @param attempts tries of one call before it fails, 1 or more; waits double from 100 ms on, with jitter
/// @param unknownIdPause how long an id that the registry does not know is not asked for again; from 0
public record RegistrySettings(
        List<URI> urls,
        Optional<Credentials> credentials,
        Optional<Store> trustStore,
        Optional<Store> keyStore,
        boolean autoRegister,
        Duration timeout,
        int attempts,
        Duration unknownIdPause) {

    /// Kafka property names understood by [#from]; they are Confluent's where Confluent has one.
    public static final String URL = "schema.registry.url";

    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USER_INFO = "basic.auth.user.info";
    public static final String TRUST_STORE = "schema.registry.ssl.truststore";
    public static final String KEY_STORE = "schema.registry.ssl.keystore";
    public static final String TIMEOUT_MS = "schema.registry.timeout.ms";
    public static final String ATTEMPTS = "schema.registry.attempts";

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_UNKNOWN_ID_PAUSE = Duration.ofSeconds(5);

    public RegistrySettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("Found no schema registry address, expected " + URL + ".");
        }
        if (urls.size() > 1 && urls.stream().anyMatch(url -> "mock".equals(url.getScheme()))) {
            throw new IllegalArgumentException("Found " + URL + " = " + urls + ", expected one mock address alone.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Found " + TIMEOUT_MS + " = " + timeout + ", expected more than 0.");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("Found " + ATTEMPTS + " = " + attempts + ", expected 1 or more.");
        }
    }

    /// Settings for one or several addresses, separated by commas; everything else by default.
    public static RegistrySettings of(String urls) {
        return from(Map.of(URL, urls));
    }

    /// Settings from Kafka client properties.
    ///
    /// @throws IllegalArgumentException when the address is missing or a value cannot be read
    public static RegistrySettings from(Map<String, ?> properties) {
        return new RegistrySettings(
                Arrays.stream(text(properties, URL).orElse("").split(",", -1))
                        .map(String::strip)
                        .filter(url -> !url.isEmpty())
                        .map(RegistrySettings::address)
                        .toList(),
                text(properties, USER_INFO)
                        .or(() -> text(properties, "schema.registry." + USER_INFO))
                        .map(Credentials::parse),
                store(properties, TRUST_STORE),
                store(properties, KEY_STORE),
                text(properties, AUTO_REGISTER)
                        .map(value -> flag(AUTO_REGISTER, value))
                        .orElse(true),
                text(properties, TIMEOUT_MS)
                        .map(value -> Duration.ofMillis(number(TIMEOUT_MS, value)))
                        .orElse(DEFAULT_TIMEOUT),
                text(properties, ATTEMPTS).map(value -> number(ATTEMPTS, value)).orElse(DEFAULT_ATTEMPTS),
                DEFAULT_UNKNOWN_ID_PAUSE);
    }

    /// An address may hold no user and password: addresses show in messages.
    private static URI address(String url) {
        if (url.contains("@")) {
            throw new IllegalArgumentException(
                    "Found user information in " + URL + ", expected it in " + USER_INFO + ".");
        }
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean server = List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null;
            boolean scope = "mock".equals(uri.getScheme()) && uri.getAuthority() != null;
            if (server || scope) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // Refused below.
        }
        throw new IllegalArgumentException(
                "Found " + URL + " = '" + url + "', expected an http, https or mock address.");
    }

    private static boolean flag(String key, String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("Found " + key + " = '" + value + "', expected true or false.");
        };
    }

    private static int number(String key, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Found " + key + " = '" + value + "', expected a whole number.", e);
        }
    }

    private static Optional<String> text(Map<String, ?> properties, String key) {
        return Optional.ofNullable(properties.get(key))
                .map(value -> value instanceof org.apache.kafka.common.config.types.Password password
                        ? password.value()
                        : value.toString());
    }

    private static Optional<Store> store(Map<String, ?> properties, String prefix) {
        return text(properties, prefix + ".location")
                .map(location -> new Store(
                        Path.of(location),
                        text(properties, prefix + ".password").orElse(""),
                        text(properties, prefix + ".type").orElse("PKCS12")));
    }

    /// User and password; the password never shows in [#toString].
    public record Credentials(String user, String password) {
        static Credentials parse(String userInfo) {
            int colon = userInfo.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("Found " + USER_INFO + " without a colon, expected user:password.");
            }
            return new Credentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /// A key store file; the password never shows in [#toString].
    ///
    /// @param type a type that `KeyStore` knows, PKCS12 or JKS
    public record Store(Path location, String password, String type) {
        @Override
        public String toString() {
            return location + " (" + type + ")";
        }
    }
}
