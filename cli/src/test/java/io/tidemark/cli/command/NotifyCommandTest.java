package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NotifyCommandTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final StringWriter errors = new StringWriter();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int notifyBy(String... arguments) {
        return new CommandLine(new NotifyCommand())
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    private String slackHere() {
        return "tidemark.slack.webhook-url=http://127.0.0.1:"
                + server.getAddress().getPort() + "/";
    }

    @Test
    void aTestIsSentToEachPlaceThatIsSet() {
        String webhook = slackHere().replace("slack", "notifier");

        assertThat(notifyBy("--test", "--set", slackHere(), "--set", webhook)).isEqualTo(ExitCode.OK);
        assertThat(bodies).hasSize(2).allMatch(body -> body.contains("This is a test of Tidemark's notifier"));
    }

    @Test
    void aPlaceThatRefusesFailsTheTest() {
        status = 404;

        assertThat(notifyBy("--test", "--set", slackHere())).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aDryRunSendsNothing() {
        assertThat(notifyBy("--dry-run", "--set", slackHere())).isEqualTo(ExitCode.OK);
        assertThat(bodies).isEmpty();
    }

    @Test
    void anUnknownSettingIsNamed() {
        assertThat(notifyBy("--test", "--set", "tidemark.slack.webhok-url=x")).isNotEqualTo(ExitCode.OK);
        assertThat(errors.toString()).contains("webhok");
    }
}
