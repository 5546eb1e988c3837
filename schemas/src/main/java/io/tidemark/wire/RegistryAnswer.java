package io.tidemark.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/// What a schema registry answered to one call.
///
/// @param status HTTP status
/// @param body text of the answer
/// @param where address that was asked, without credentials
record RegistryAnswer(int status, String body, String where) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// True when the registry itself has decided, so that asking again is in vain. A 404 without the registry's own
    /// error code comes from something in front of it, or from a wrong path: it says nothing about schemas.
    boolean isDecided() {
        return status < 500 && status != 408 && status != 429 && (status != 404 || isFromRegistry());
    }

    boolean isNotFound() {
        return status == 404;
    }

    /// The body of a successful answer.
    ///
    /// @param what was asked for, in words
    /// @throws RegistryRefusedException when the answer is no success
    JsonNode requireOk(String what) {
        if (status == 401 || status == 403) {
            throw new RegistryRefusedException("The schema registry refused access to " + what + " (status " + status
                    + " at " + where + "): check " + RegistrySettings.USER_INFO + ".");
        }
        if (status < 200 || status >= 300) {
            throw new RegistryRefusedException(
                    "The schema registry refused " + what + " (status " + status + " at " + where + "): " + fault());
        }
        return json().orElseThrow(() -> new RegistryRefusedException("Found no JSON at " + where
                + ", expected Confluent's REST interface: is the path of the address right?"));
    }

    private boolean isFromRegistry() {
        return json().filter(node -> node.has("error_code")).isPresent();
    }

    private String fault() {
        return json().map(node -> node.path("message").asText(body)).orElse(body);
    }

    private Optional<JsonNode> json() {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
