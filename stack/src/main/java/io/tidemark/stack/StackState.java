package io.tidemark.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What another process needs to know about a running stack. It lies in `run/stack.json` of the home, from when the
/// stack is ready until it stops.
///
/// @param owner the process that started the stack and whose end is the stack's end
/// @param startedAt when the stack was ready
/// @param bootstrapServers address for Kafka clients
/// @param registryUrl base address of the schema registry
/// @param children broker and schema registry
public record StackState(
        ProcessId owner, Instant startedAt, String bootstrapServers, String registryUrl, List<Child> children) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// One process of the stack.
    ///
    /// @param name broker or schema-registry
    /// @param log file that holds what it says
    public record Child(String name, ProcessId process, Path log) {}

    public StackState {
        children = List.copyOf(children);
    }

    /// The state of the stack that runs in a home; empty when none does, also when a killed one left its file behind.
    public static Optional<StackState> running(Path home) {
        return read(new StackHome(home)).filter(state -> state.owner().isAlive());
    }

    /// The state as it lies there, of a running stack or one that was killed; empty when there is none.
    static Optional<StackState> read(StackHome home) {
        try {
            return Files.exists(home.state())
                    ? Optional.of(fromJson(JSON.readTree(home.state().toFile())))
                    : Optional.empty();
        } catch (IOException | DateTimeException notAState) {
            return Optional.empty();
        }
    }

    /// Replaces the file as a whole: a reader sees the old state or this one.
    void write(StackHome home) {
        Path next = home.state().resolveSibling("stack.json.next");
        try {
            Files.writeString(next, toJson().toPrettyString());
            Files.move(next, home.state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("The state file " + home.state() + " cannot be written: " + e, e);
        }
    }

    private ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.set("owner", toJson(owner));
        json.put("started_at", startedAt.toString());
        json.put("bootstrap_servers", bootstrapServers);
        json.put("registry_url", registryUrl);
        for (Child child : children) {
            json.withArray("children")
                    .addObject()
                    .put("name", child.name())
                    .put("log", child.log().toString())
                    .set("process", toJson(child.process()));
        }
        return json;
    }

    private static ObjectNode toJson(ProcessId process) {
        ObjectNode json = JSON.createObjectNode().put("pid", process.pid());
        process.start().ifPresent(start -> json.put("start", start.toString()));
        return json;
    }

    private static StackState fromJson(JsonNode json) {
        List<Child> children = new ArrayList<>();
        for (JsonNode child : json.path("children")) {
            children.add(new Child(
                    child.path("name").asText(),
                    process(child.path("process")),
                    Path.of(child.path("log").asText())));
        }
        return new StackState(
                process(json.path("owner")),
                Instant.parse(json.path("started_at").asText()),
                json.path("bootstrap_servers").asText(),
                json.path("registry_url").asText(),
                children);
    }

    private static ProcessId process(JsonNode json) {
        Optional<Instant> start =
                json.has("start") ? Optional.of(Instant.parse(json.get("start").asText())) : Optional.empty();
        return new ProcessId(json.path("pid").asLong(), start);
    }
}
