package io.tidemark.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.Service;
import io.tidemark.cli.stack.ServicesFile;
import io.tidemark.cli.status.Status.Lag;
import io.tidemark.cli.status.Status.ModelState;
import io.tidemark.cli.status.Status.ProcessState;
import io.tidemark.stack.StackState;
import io.tidemark.streamkit.topic.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Takes the status of a cluster and, where they run in a home, of its processes.
public final class StatusReader {
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(5);
    private static final long RATE_MS = 1_000;
    private static final long MUCH_LAG = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;
    private final KafkaSettings settings;

    public StatusReader(Home home, KafkaSettings settings) {
        this.home = home;
        this.settings = settings;
    }

    /// Takes the status; it takes a little more than a second, to see rates.
    public Status read() throws InterruptedException {
        List<ProcessState> processes = processes();
        try (ClusterReader cluster = new ClusterReader(settings)) {
            List<Status.Flow> flows = cluster.flows(RATE_MS);
            List<Lag> lags = cluster.lags();
            List<ModelState> models = new ModelReader(settings).models();
            return new Status(processes, flows, lags, models, views(), problems(processes, lags, models));
        }
    }

    private List<ProcessState> processes() throws InterruptedException {
        List<ProcessState> states = new ArrayList<>();
        Optional<StackState> stack = StackState.running(home.directory());
        if (stack.isEmpty()) {
            return states;
        }
        for (StackState.Child child : stack.get().children()) {
            boolean alive = child.process().isAlive();
            states.add(new ProcessState(child.name(), alive ? "RUNNING" : "GONE", alive));
        }
        OptionalInt port = ServicesFile.managementPort(home);
        if (port.isPresent()) {
            health(port.getAsInt(), states);
        }
        return states;
    }

    private List<Status.ViewUse> views() throws InterruptedException {
        OptionalInt port = ServicesFile.managementPort(home);
        if (port.isEmpty()) {
            return List.of();
        }
        try {
            return ViewCounters.read(get(port.getAsInt(), "/actuator/prometheus"));
        } catch (IOException e) {
            // That services do not answer stands among the processes already.
            return List.of();
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build()) {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(HTTP_TIMEOUT)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private static void health(int port, List<ProcessState> states) throws InterruptedException {
        try {
            JsonNode components = JSON.readTree(get(port, "/actuator/health")).path("components");
            for (Service service : Service.values()) {
                if (components.has(service.healthComponent())) {
                    states.add(state(service, components.path(service.healthComponent())));
                }
            }
            registry(components.path("modelRegistryState").path("details")).ifPresent(states::add);
        } catch (IOException e) {
            states.add(new ProcessState("services", "NO ANSWER: " + e.getMessage(), false));
        }
    }

    /// A registry elsewhere; a folder is not worth a line.
    private static Optional<ProcessState> registry(JsonNode details) {
        String state = details.path("state").asText();
        return details.has("bundles")
                ? Optional.of(new ProcessState("model registry", state, !state.equals("down")))
                : Optional.empty();
    }

    private static ProcessState state(Service service, JsonNode component) {
        String detail = component
                .path("details")
                .path("state")
                .asText(component.path("status").asText());
        return new ProcessState(
                service.serviceName(), detail, component.path("status").asText().equals("UP"));
    }

    private static List<String> problems(List<ProcessState> processes, List<Lag> lags, List<ModelState> models) {
        List<String> problems = new ArrayList<>();
        processes.stream()
                .filter(process -> !process.fine())
                .forEach(process -> problems.add(process.name() + " is " + process.state()));
        lags.stream()
                .filter(lag -> lag.records() > MUCH_LAG)
                .forEach(lag -> problems.add(lag.service() + " is " + lag.records() + " records behind"));
        for (ModelState model : models) {
            model.openAlerts().forEach(alert -> problems.add(model.model() + ": " + alert));
            if (model.champion().isEmpty()) {
                problems.add(model.model() + " has no version that serves");
            }
        }
        return problems;
    }
}
