package io.tidemark.wire;

import static io.tidemark.wire.FakeRegistryServer.headOnly;
import static io.tidemark.wire.FakeRegistryServer.silence;
import static io.tidemark.wire.FakeRegistryServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.wire.FakeRegistryServer.Reply;
import io.tidemark.wire.FakeRegistryServer.Request;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The REST client against a server that misbehaves as told.
class HttpSchemaRegistryTest {
    private static final Schema INT = SchemaBuilder.builder().intType();
    private static final String TIMEOUT_MS = "300";

    @SuppressWarnings("NullAway.Init") // started before each test
    private FakeRegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeRegistryServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theRestInterfaceIsSpokenAsConfluentDefinedIt() {
        server.replies(
                status(200, "{\"schema\": \"\\\"int\\\"\"}"),
                status(200, "{\"id\": 7}"),
                status(200, "{\"subject\": \"s\", \"id\": 8, \"version\": 1}"),
                status(200, "{\"compatibility\": \"FULL\"}"));
        HttpSchemaRegistry registry = client(Map.of());

        assertThat(registry.schema(5)).isEqualTo(INT);
        assertThat(registry.register("a b/c-value", INT)).isEqualTo(7);
        assertThat(registry.lookUp("s", INT)).isEqualTo(8);
        registry.requireCompatibility("s", "FULL_TRANSITIVE");

        String schema = "{\"schema\":\"\\\"int\\\"\"}";
        assertThat(server.requests())
                .containsExactly(
                        new Request("GET", "/schemas/ids/5", "", List.of()),
                        new Request("POST", "/subjects/a%20b%2Fc-value/versions", schema, List.of()),
                        new Request("POST", "/subjects/s", schema, List.of()),
                        new Request("PUT", "/config/s", "{\"compatibility\":\"FULL_TRANSITIVE\"}", List.of()));
    }

    /// A library that computes in parallel keeps the common pool busy for long.
    @Test
    void theRegistryIsReachedWhileTheCommonPoolIsBusy() {
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism() + 2; i++) {
            ForkJoinPool.commonPool().execute(() -> awaitQuietly(over));
        }
        try {
            server.replies(status(200, "{\"schema\": \"\\\"int\\\"\"}"));

            assertThat(client(Map.of()).schema(5)).isEqualTo(INT);
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void credentialsGoAlong() {
        server.replies(status(200, "{\"id\": 7}"));

        client(Map.of("basic.auth.user.info", "alice:pässword")).register("s", INT);

        assertThat(server.requests().get(0).authorization()).containsExactly("Basic YWxpY2U6cMOkc3N3b3Jk");
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsUnknown() {
        server.replies(status(404, "{\"error_code\": 40403, \"message\": \"Schema 5 not found\"}"));

        assertThatThrownBy(() -> client(Map.of()).schema(5))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("Schema id 5 is unknown to the registry at " + server.url("http"));
        assertThat(server.requests()).hasSize(1);
    }

    /// A proxy in front of a registry that is down says so, too; nobody may take that for an answer about schemas.
    @ParameterizedTest
    @ValueSource(strings = {"", "<html>no such page</html>", "{\"status\": 404}"})
    void aNotFoundOfSomebodyElseIsNoAnswer(String body) {
        server.replies(status(404, body));

        assertThatThrownBy(() -> client(Map.of()).schema(5))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("status 404 at " + server.url("http") + "/schemas/ids/5");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("500", status(500, "{\"error_code\": 50001}"), "status 500"),
                Arguments.of("503", status(503, ""), "status 503"),
                Arguments.of("429", status(429, ""), "status 429"),
                Arguments.of("408", status(408, ""), "status 408"),
                Arguments.of("no answer", silence(), "no answer within 300 ms"),
                Arguments.of("half an answer", headOnly(), "no answer within 300 ms"),
                Arguments.of("a closed connection", (Reply) exchange -> exchange.close(), "IOException"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsTriedAgainAndThenReported(String what, Reply fault, String message) {
        server.replies(fault);

        assertThatThrownBy(() -> client(Map.of("schema.registry.attempts", "2")).register("s", INT))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("in 2 attempts of 300 ms; last fault: ")
                .hasMessageContaining(message)
                .hasMessageContaining("Check schema.registry.url");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void anAnswerAfterAFaultCounts(String what, Reply fault, String message) {
        server.replies(fault, status(200, "{\"id\": 7}"));

        assertThat(client(Map.of()).register("s", INT)).isEqualTo(7);
    }

    @Test
    void aRegistryThatIsDownIsReported() {
        String url = server.url("http");
        server.close();

        assertThatThrownBy(() -> client(url, Map.of()).schema(5))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("No schema registry answered at " + url + " in 3 attempts")
                .hasMessageContaining("ConnectException");
    }

    @Test
    void theNextAddressIsTakenWhenOneFailsAndKeptWhileItAnswers() throws IOException {
        try (FakeRegistryServer second = FakeRegistryServer.start()) {
            server.replies(status(503, ""));
            second.replies(status(200, "{\"id\": 7}"));
            HttpSchemaRegistry registry = client(server.url("http") + "," + second.url("http"), Map.of());

            assertThat(registry.register("a", INT)).isEqualTo(7);
            assertThat(registry.register("b", INT)).isEqualTo(7);
            assertThat(server.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(2);

            second.replies(status(503, ""));
            server.replies(status(200, "{\"id\": 9}"));
            assertThat(registry.register("c", INT)).isEqualTo(9);
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(status(401, ""), "refused access to subject s (status 401", "check basic.auth.user.info"),
                Arguments.of(status(403, ""), "refused access to subject s (status 403", "check basic.auth.user.info"),
                Arguments.of(
                        status(409, "{\"error_code\": 409, \"message\": \"new field a has no default\"}"),
                        "refused subject s (status 409",
                        "new field a has no default"),
                Arguments.of(
                        status(422, "{\"error_code\": 42201, \"message\": \"Invalid schema\"}"),
                        "refused subject s (status 422",
                        "Invalid schema"),
                Arguments.of(status(302, ""), "refused subject s (status 302", ""),
                Arguments.of(status(200, "<html/>"), "Found no JSON at", "is the path of the address right?"),
                Arguments.of(status(200, "{}"), "answered without an id for subject s", ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsReportedAtOnceAndSaysWhatToDo(Reply refusal, String what, String more) {
        server.replies(refusal);
        HttpSchemaRegistry registry = client(Map.of("basic.auth.user.info", "alice:hunter2"));

        for (Runnable call : List.<Runnable>of(() -> registry.register("s", INT), () -> registry.lookUp("s", INT))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining(what)
                    .hasMessageContaining(more)
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aSubjectThatDoesNotHoldTheSchemaIsNamed() {
        server.replies(status(404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}"));

        assertThatThrownBy(() -> client(Map.of()).lookUp("s", INT))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("Subject s at " + server.url("http") + " does not hold the schema of int");
    }

    @Test
    void aSchemaOfAnotherKindMakesTheRecordMalformed() {
        server.replies(status(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message M {}\"}"));
        assertThatThrownBy(() -> client(Map.of()).schema(5))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("Schema id 5 is of type PROTOBUF, expected AVRO.");

        server.replies(status(200, "{\"schema\": \"no schema\"}"));
        assertThatThrownBy(() -> client(Map.of()).schema(5)).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        server.replies(silence());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client(Map.of()).schema(5))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private HttpSchemaRegistry client(Map<String, String> properties) {
        return client(server.url("http"), properties);
    }

    private static HttpSchemaRegistry client(String urls, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("schema.registry.url", urls);
        properties.put("schema.registry.timeout.ms", TIMEOUT_MS);
        return new HttpSchemaRegistry(RegistrySettings.from(properties));
    }
}
