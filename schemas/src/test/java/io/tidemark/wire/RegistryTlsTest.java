package io.tidemark.wire;

import static io.tidemark.wire.FakeRegistryServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS both ways: the client trusts the server's certificate, and the server asks for the client's.
class RegistryTlsTest {
    private static final String PASSWORD = "hunter2-hunter2";

    @TempDir
    static Path directory;

    /// One self-signed certificate serves as everybody's, trusted and presented.
    @BeforeAll
    static void makeKeyStore() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        keyStore().toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @Test
    void aClientWithBothStoresIsServed() throws IOException {
        try (FakeRegistryServer server = startServer()) {
            HttpSchemaRegistry registry = client(server, stores(PASSWORD));

            assertThat(registry.register("s", SchemaBuilder.builder().intType()))
                    .isEqualTo(7);
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotSpokenTo() throws IOException {
        try (FakeRegistryServer server = startServer()) {
            HttpSchemaRegistry registry = client(server, Map.of());

            assertThatThrownBy(() -> registry.schema(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("SSLHandshakeException");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aClientWithoutACertificateIsTurnedAway() throws IOException {
        try (FakeRegistryServer server = startServer()) {
            Map<String, String> onlyTrust = new HashMap<>(stores(PASSWORD));
            onlyTrust.remove("schema.registry.ssl.keystore.location");

            assertThatThrownBy(() -> client(server, onlyTrust).schema(1))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordOrAMissingFileIsNamedWithoutThePassword() {
        assertThatThrownBy(() -> client("https://127.0.0.1:1", stores("wrong-password")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The key stores of the schema registry cannot be used")
                .hasMessageContaining(keyStore().toString())
                .hasMessageNotContaining("wrong-password");
        assertThatThrownBy(() -> client(
                        "https://127.0.0.1:1", Map.of("schema.registry.ssl.truststore.location", "/no/such/file")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/file");
    }

    private static FakeRegistryServer startServer() throws IOException {
        SSLContext context = RegistryTls.context(RegistrySettings.from(withUrl("https://unused", stores(PASSWORD))));
        return FakeRegistryServer.startWithTls(context).replies(status(200, "{\"id\": 7}"));
    }

    private static Map<String, String> stores(String password) {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                keyStore().toString(),
                "schema.registry.ssl.truststore.password",
                password,
                "schema.registry.ssl.keystore.location",
                keyStore().toString(),
                "schema.registry.ssl.keystore.password",
                password);
    }

    private static HttpSchemaRegistry client(FakeRegistryServer server, Map<String, String> properties) {
        return client(server.url("https"), properties);
    }

    private static HttpSchemaRegistry client(String url, Map<String, String> properties) {
        return new HttpSchemaRegistry(RegistrySettings.from(withUrl(url, properties)));
    }

    private static Map<String, String> withUrl(String url, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("schema.registry.url", url);
        all.put("schema.registry.attempts", "1");
        return all;
    }

    private static Path keyStore() {
        return directory.resolve("keys.p12");
    }
}
