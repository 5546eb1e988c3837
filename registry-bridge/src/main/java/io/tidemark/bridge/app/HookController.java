package io.tidemark.bridge.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.bridge.hook.Hook;
import io.tidemark.bridge.hook.HookGate;
import io.tidemark.bridge.hook.HookGate.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes MLflow's webhooks: each is a hint to look at the registry, and nothing that it says is believed.
@RestController
public class HookController {
    /// Where MLflow sends them.
    public static final String PATH = "/webhooks/mlflow";

    private static final int LARGEST = 1 << 20;

    private final Optional<HookGate> gate;
    private final BridgeLifecycle bridge;
    private final MeterRegistry meters;

    /// @param gate empty: no secret is set, and no hook is taken
    HookController(Optional<HookGate> gate, BridgeLifecycle bridge, MeterRegistry meters) {
        this.gate = gate;
        this.bridge = bridge;
        this.meters = meters;
    }

    @PostMapping(PATH)
    ResponseEntity<String> take(HttpServletRequest request) throws IOException {
        if (gate.isEmpty()) {
            return answer(HttpStatus.FORBIDDEN, "Set tidemark.registry.webhook-secret to take webhooks.");
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return answer(HttpStatus.CONTENT_TOO_LARGE, "Found more than " + LARGEST + " bytes.");
        }
        Verdict verdict = gate.get()
                .judge(new Hook(
                        header(request, "X-MLflow-Signature"),
                        header(request, "X-MLflow-Delivery-Id"),
                        header(request, "X-MLflow-Timestamp"),
                        body));
        meters.counter("tidemark.registry.hooks", "result", verdict.name().toLowerCase(Locale.ROOT))
                .increment();
        return switch (verdict) {
            case TAKEN -> {
                bridge.hint();
                yield answer(HttpStatus.ACCEPTED, "taken");
            }
            case REPEATED -> answer(HttpStatus.OK, "taken before");
            case LATE -> answer(HttpStatus.UNAUTHORIZED, "too old, or from the future");
            case FORGED -> answer(HttpStatus.UNAUTHORIZED, "not signed with the secret");
        };
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private static ResponseEntity<String> answer(HttpStatus status, String text) {
        return ResponseEntity.status(status).body(text + "\n");
    }
}
