package io.tidemark.notifier.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A server on the loopback interface that answers as the test says, then with 200.
public final class LocalServer implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Deque<Planned> plan = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile String usualBody = "ok";

    public LocalServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(
                task -> Thread.ofPlatform().daemon().unstarted(task)));
        server.createContext("/", this::handle);
        server.start();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Received> received() {
        return received;
    }

    public synchronized LocalServer answers(int status, String body, Map<String, String> headers) {
        plan.add(new Planned(status, body, headers, false));
        return this;
    }

    /// Does not answer the next request as long as the server lives.
    public synchronized LocalServer isSilent() {
        plan.add(new Planned(0, "", Map.of(), true));
        return this;
    }

    /// Answers the next request with headers and nothing else as long as the server lives.
    public synchronized LocalServer stallsAfterHeaders() {
        plan.add(new Planned(200, "", Map.of(), true));
        return this;
    }

    public LocalServer usually(String body) {
        usualBody = body;
        return this;
    }

    private synchronized Planned next() {
        return plan.isEmpty() ? new Planned(200, usualBody, Map.of(), false) : plan.removeFirst();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Planned answer = next();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                body));
        if (answer.silent() && answer.status() != 0) {
            exchange.sendResponseHeaders(answer.status(), 0);
            exchange.getResponseBody().flush();
            await();
            exchange.close();
            return;
        }
        if (answer.silent()) {
            await();
        }
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.silent() ? 503 : answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    public record Received(String path, String authorization, String idempotencyKey, String body) {}

    private record Planned(int status, String body, Map<String, String> headers, boolean silent) {}
}
