package io.tidemark.registry.mlflow;

import io.tidemark.registry.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where an MLflow server is, and who asks. The credentials show in no log.
///
/// @param uri `http://` or `https://`, without credentials and without a slash at its end
/// @param username for basic authentication; empty: none
/// @param password for basic authentication
/// @param token bearer token; empty: none. With a user name it is not used
public record MlflowAddress(URI uri, String username, String password, String token) {
    /// Environment variables, as MLflow's own clients read them.
    public static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";

    /// First and last character that a header can carry.
    private static final char FIRST = ' ';

    private static final char LAST = '~';

    private static final String USERNAME_VARIABLE = "MLFLOW_TRACKING_USERNAME";
    private static final String PASSWORD_VARIABLE = "MLFLOW_TRACKING_PASSWORD";
    private static final String TOKEN_VARIABLE = "MLFLOW_TRACKING_TOKEN";

    /// The address, with credentials from the environment; those in the address itself win.
    ///
    /// @throws RegistryException when it is no address of a server
    public static MlflowAddress of(String address, Map<String, String> environment) {
        URI uri = parsed(address);
        String username = environment.getOrDefault(USERNAME_VARIABLE, "");
        String password = environment.getOrDefault(PASSWORD_VARIABLE, "");
        if (uri.getUserInfo() != null) {
            String[] parts = uri.getUserInfo().split(":", 2);
            username = parts[0];
            password = parts.length > 1 ? parts[1] : "";
        }
        // Mounted secrets often end with a line break.
        String token = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
        checkToken(token);
        return new MlflowAddress(withoutCredentials(uri), username, password, token);
    }

    /// Without the token: a header that cannot be sent would end up in an error of the HTTP client.
    private static void checkToken(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) < FIRST || token.charAt(i) > LAST) {
                throw new RegistryException(String.format(
                        Locale.ROOT,
                        "Found the character U+%04X as number %d of %s, expected only printable ASCII characters. Was it"
                                + " copied with a line break or a typographic quote?",
                        (int) token.charAt(i),
                        i + 1,
                        TOKEN_VARIABLE));
            }
        }
    }

    private static URI parsed(String address) {
        URI uri;
        try {
            uri = new URI(address.strip());
        } catch (URISyntaxException e) {
            throw new RegistryException(notAServer("something that is no address"), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new RegistryException(notAServer(scheme.isEmpty() ? "no scheme" : "scheme '" + scheme + "'"));
        }
        return uri;
    }

    /// Without the address: it may hold a password.
    private static String notAServer(String found) {
        return "Found " + found + " in " + URI_VARIABLE
                + " (or tidemark.registry.mlflow-uri), expected the address of an"
                + " MLflow server: http://HOST:PORT or https://HOST.";
    }

    private static URI withoutCredentials(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Parts of an address make one.", e);
        }
    }

    /// Value of the `Authorization` header.
    Optional<String> authorization() {
        if (!username.isEmpty()) {
            String pair = username + ":" + password;
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    /// Without credentials.
    @Override
    public String toString() {
        return uri.toString();
    }
}
