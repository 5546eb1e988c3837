package io.tidemark.notifier.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /// The longest first.
    private List<String> secrets() {
        return Stream.concat(
                        Stream.of(
                                address.toString(),
                                address.getRawPath(),
                                address.getPath(),
                                address.getRawQuery(),
                                address.getQuery()),
                        Stream.concat(
                                        Stream.of(String.valueOf(address.getPath())
                                                .split("/")),
                                        headers.values().stream())
                                .flatMap(text -> Stream.of(text.split(" "))))
                .filter(text -> text != null && text.length() >= SHORTEST_SECRET_CHARS)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// Without address and headers, which are secrets.
    @Override
    public String toString() {
        return "Post[to " + address.getHost() + ", " + body.toString().length() + " characters]";
    }
}
