package io.tidemark.bridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.bridge.hook.HookGate;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HookControllerTest {
    private static final String SECRET = "s3cret";
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final byte[] BODY = "{\"entity\":\"model_version_alias\"}".getBytes(UTF_8);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HookController controller = controller(Optional.of(SECRET));

    private HookController controller(Optional<String> secret) {
        return new HookController(
                secret.map(text -> new HookGate(text, Clock.fixed(NOW, ZoneOffset.UTC))),
                new BridgeLifecycle(Optional.empty()),
                meters);
    }

    @Test
    void aGenuineHookIsTakenAndARepeatedOneIsFineToo() throws IOException {
        assertThat(status("1", NOW, BODY, SECRET)).isEqualTo(202);
        assertThat(status("1", NOW, BODY, SECRET))
                .as("MLflow gives up on others")
                .isEqualTo(200);
        assertThat(status("2", NOW, BODY, SECRET)).isEqualTo(202);
        assertThat(meters.counter("tidemark.registry.hooks", "result", "taken").count())
                .isEqualTo(2);
        assertThat(meters.counter("tidemark.registry.hooks", "result", "repeated")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void forgedAndLateHooksAreNotTaken() throws IOException {
        assertThat(status("1", NOW, BODY, "another secret")).isEqualTo(401);
        assertThat(status("2", NOW.minusSeconds(301), BODY, SECRET)).isEqualTo(401);
        assertThat(controller
                        .take(new Request(Map.of(), BODY).asServlet())
                        .getStatusCode()
                        .value())
                .as("no headers at all")
                .isEqualTo(401);
    }

    @Test
    void aBodyIsReadUpToItsBoundAndNoFurther() throws IOException {
        byte[] largest = new byte[1 << 20];
        assertThat(status("1", NOW, largest, SECRET)).isEqualTo(202);

        Request endless = new Request(Map.of(), new byte[64 << 20]);
        assertThat(controller.take(endless.asServlet()).getStatusCode().value()).isEqualTo(413);
        assertThat(endless.taken()).isEqualTo((1 << 20) + 1);
    }

    @Test
    void withoutASecretNoHookIsReadAtAll() throws IOException {
        Request request = new Request(Map.of(), BODY);

        assertThat(controller(Optional.empty())
                        .take(request.asServlet())
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(request.taken()).isZero();
    }

    private int status(String id, Instant sent, byte[] body, String secret) throws IOException {
        String timestamp = Long.toString(sent.getEpochSecond());
        Map<String, String> headers = Map.of(
                "X-MLflow-Signature",
                "v1," + signature(id + "." + timestamp + ".", body, secret),
                "X-MLflow-Delivery-Id",
                id,
                "X-MLflow-Timestamp",
                timestamp);
        return controller
                .take(new Request(headers, body).asServlet())
                .getStatusCode()
                .value();
    }

    private static String signature(String start, byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update(start.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As much of a request as the controller asks for.
    private static final class Request extends ServletInputStream {
        private final Map<String, String> headers;
        private final ByteArrayInputStream body;
        private final int length;

        Request(Map<String, String> headers, byte[] body) {
            this.headers = headers;
            this.body = new ByteArrayInputStream(body);
            this.length = body.length;
        }

        HttpServletRequest asServlet() {
            return (HttpServletRequest) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {HttpServletRequest.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getInputStream" -> this;
                        case "getHeader" -> headers.get((String) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        /// Bytes that were read.
        int taken() {
            return length - body.available();
        }

        @Override
        public int read() {
            return body.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            return body.read(buffer, offset, count);
        }

        @Override
        public boolean isFinished() {
            return body.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("Nobody waits here.");
        }
    }
}
