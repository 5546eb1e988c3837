package io.tidemark.wire;

import io.tidemark.wire.RegistrySettings.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS of the registry client from key store files.
final class RegistryTls {
    private RegistryTls() {}

    static HttpClient.Builder configure(HttpClient.Builder builder, RegistrySettings settings) {
        if (settings.trustStore().isEmpty() && settings.keyStore().isEmpty()) {
            return builder;
        }
        return builder.sslContext(context(settings));
    }

    static SSLContext context(RegistrySettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings.keyStore()), trustManagers(settings.trustStore()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The key stores of the schema registry cannot be used: trust store " + settings.trustStore()
                            + ", key store " + settings.keyStore() + ": " + e.getMessage(),
                    e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(Optional<Store> store)
            throws GeneralSecurityException, IOException {
        if (store.isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(store.get()), store.get().password().toCharArray());
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(Optional<Store> store)
            throws GeneralSecurityException, IOException {
        if (store.isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load(store.get()));
        return factory.getTrustManagers();
    }

    private static KeyStore load(Store store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(store.type());
        try (InputStream file = Files.newInputStream(store.location())) {
            keys.load(file, store.password().toCharArray());
        }
        return keys;
    }
}
