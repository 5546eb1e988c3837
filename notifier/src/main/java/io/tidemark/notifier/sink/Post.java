package io.tidemark.notifier.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/// A message that is to be posted.
///
/// @param headers further headers, for example with a token
public record Post(URI address, Map<String, String> headers, JsonNode body) {
    /// Without address and headers, which are secrets.
    @Override
    public String toString() {
        return "Post[to " + address.getHost() + ", " + body.toString().length() + " characters]";
    }
}
