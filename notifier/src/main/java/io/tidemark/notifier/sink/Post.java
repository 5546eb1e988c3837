package io.tidemark.notifier.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message that is to be posted.
///
/// @param headers further headers, for example with a token
public record Post(URI address, Map<String, String> headers, JsonNode body) {
    /// Shorter parts of address and headers are no secrets, and would be found in any text.
    private static final int SHORTEST_SECRET_CHARS = 8;

    /// What an answer says, without the address and the headers of this message: servers like to repeat them.
    String withoutSecrets(String said) {
        String hidden = said;
        for (String secret : secrets()) {
            hidden = hidden.replace(secret, "***");
        }
        return hidden;
    }

    /// The longest first: of an address that is repeated as a whole no part stays.
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        add(
                secrets,
                address.toString(),
                address.getRawPath(),
                address.getPath(),
                address.getRawQuery(),
                address.getQuery());
        add(secrets, String.valueOf(address.getPath()).split("[/ ]"));
        headers.values().forEach(value -> add(secrets, value.split(" ")));
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }

    private static void add(List<String> secrets, @Nullable String... parts) {
        for (String part : parts) {
            if (part != null && part.length() >= SHORTEST_SECRET_CHARS) {
                secrets.add(part);
            }
        }
    }

    /// Without address and headers, which are secrets.
    @Override
    public String toString() {
        return "Post[to " + address.getHost() + ", " + body.toString().length() + " characters]";
    }
}
