package io.tidemark.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.cli.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Stands in for Slack, on this machine: takes what the notifier posts. Whatever the environment says of the real Slack
/// is not used.
final class DemoSlack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    /// @param heard hears the first line of each message
    DemoSlack(Consumer<String> heard) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UserError("The stand-in for Slack cannot listen on the loopback interface: " + e);
        }
        server.createContext("/", exchange -> take(exchange, heard));
        server.start();
    }

    /// Settings with which the notifier posts here and nowhere else.
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "tidemark.slack.webhook-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        settings.put("tidemark.slack.bot-token", "");
        settings.put("tidemark.notifier.webhook-url", "");
        settings.put("tidemark.notifier.alertmanager-url", "");
        return settings;
    }

    /// First lines of the messages so far.
    List<String> messages() {
        return messages;
    }

    private void take(HttpExchange exchange, Consumer<String> heard) throws IOException {
        String text = JSON.readTree(exchange.getRequestBody().readAllBytes())
                .path("text")
                .asText();
        messages.add(text);
        heard.accept(text);
        byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, ok.length);
        exchange.getResponseBody().write(ok);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
