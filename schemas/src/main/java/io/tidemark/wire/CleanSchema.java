package io.tidemark.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/// A schema as people published it: generated classes add `avro.java.string` to each string, which means nothing to
/// clients in other languages and would make two registrations of one contract.
final class CleanSchema {
    private static final String JAVA_STRING = "avro.java.string";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CleanSchema() {}

    static Schema of(Schema generated) {
        try {
            return new Schema.Parser()
                    .parse(clean(JSON.readTree(generated.toString())).toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a schema: " + generated.getFullName(), e);
        }
    }

    private static JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_STRING);
            if (object.size() == 1 && object.path("type").isTextual()) {
                return object.get("type");
            }
            object.fieldNames().forEachRemaining(name -> object.set(name, clean(object.get(name))));
            return object;
        }
        if (node instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, clean(array.get(i)));
            }
        }
        return node;
    }
}
