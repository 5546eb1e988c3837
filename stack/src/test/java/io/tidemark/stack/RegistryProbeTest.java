package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryProbeTest {
    private final AtomicInteger status = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // started before each test
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/apis/subjects", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aRegistryIsReadyWhenItListsItsSubjects() {
        RegistryProbe probe = probe();

        status.set(503);
        assertThat(probe.get()).isEqualTo(Readiness.NOT_YET);
        status.set(200);
        assertThat(probe.get()).isEqualTo(Readiness.READY);
    }

    @Test
    void aRegistryThatDoesNotListenIsNotReadyYet() {
        RegistryProbe probe = probe();
        server.stop(0);

        assertThat(probe.get()).isEqualTo(Readiness.NOT_YET);
    }

    @Test
    void aRegistryWithNothingButErrorsIsBrokenAndOneWithSomeIsNot() {
        RegistryProbe probe = probe();
        status.set(500);
        assertThat(Stream.generate(probe).limit(50)).containsOnly(Readiness.NOT_YET);
        status.set(503);
        assertThat(probe.get()).isEqualTo(Readiness.NOT_YET);

        status.set(500);
        assertThat(Stream.generate(probe).limit(50)).containsOnly(Readiness.NOT_YET);
        assertThat(probe.get()).isEqualTo(Readiness.BROKEN);
    }

    private RegistryProbe probe() {
        return new RegistryProbe("http://127.0.0.1:" + server.getAddress().getPort() + "/apis");
    }
}
