package io.tidemark.trainer.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server on a free port of the loopback interface.
final class FileServer implements AutoCloseable {
    static final FileServer NONE = new FileServer(Optional.empty());

    private final Optional<HttpServer> server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private FileServer(Optional<HttpServer> server) {
        this.server = server;
    }

    static FileServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FileServer files = new FileServer(Optional.of(http));
        http.createContext("/", files::handle);
        http.setExecutor(command -> Thread.startVirtualThread(command));
        http.start();
        return files;
    }

    String address() {
        return "http://127.0.0.1:" + server.orElseThrow().getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    void serve(String path, byte[] content) {
        answers.put(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
    }

    void answer(String path, int status) {
        answers.put(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    void redirect(String path, String to) {
        answers.put(path, exchange -> {
            exchange.getResponseHeaders().add("Location", address() + to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    /// Announces more than it sends.
    void breakOff(String path, byte[] content) {
        answers.put(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length + 1_000);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
        });
    }

    /// Sends the first bytes, and on later requests what comes after those that the client has; says nothing more when
    /// `silent`, else hangs up.
    void serveInPieces(String path, byte[] content, int piece, boolean silent) {
        answers.put(path, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            int to = Math.min(content.length, from + piece);
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            exchange.getResponseBody().write(content, from, to - from);
            exchange.getResponseBody().flush();
            if (silent && to < content.length) {
                hold();
            }
        });
    }

    private void hold() {
        try {
            if (!closed.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The test did not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try {
            Answer answer = answers.get(exchange.getRequestURI().getPath());
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                answer.write(exchange);
            }
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.ifPresent(http -> http.stop(0));
    }

    private interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }
}
