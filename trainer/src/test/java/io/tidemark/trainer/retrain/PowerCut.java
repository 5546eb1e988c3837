package io.tidemark.trainer.retrain;

import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import java.util.List;
import java.util.Map;

/// What no code handles: everything that was not written is lost.
final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("The power is gone.");
    }

    /// A moment at which the power goes.
    enum Moment {
        BEFORE_REGISTERING,
        AFTER_REGISTERING,
        BEFORE_THE_ALIAS,
        AFTER_THE_ALIAS
    }

    /// A registry whose machine loses power at a moment.
    static ModelRegistry at(Moment moment, ModelRegistry registry) {
        return new Unlucky(moment, registry);
    }

    private record Unlucky(Moment moment, ModelRegistry registry) implements ModelRegistry {
        private void reach(Moment reached) {
            if (reached == moment) {
                throw new PowerCut();
            }
        }

        @Override
        public ModelVersion register(Registration registration) {
            reach(Moment.BEFORE_REGISTERING);
            ModelVersion version = registry.register(registration);
            reach(Moment.AFTER_REGISTERING);
            return version;
        }

        @Override
        public void setAlias(String model, String alias, int version, String actor, String reason) {
            reach(Moment.BEFORE_THE_ALIAS);
            registry.setAlias(model, alias, version, actor, reason);
            reach(Moment.AFTER_THE_ALIAS);
        }

        @Override
        public List<String> models() {
            return registry.models();
        }

        @Override
        public List<ModelVersion> versions(String model) {
            return registry.versions(model);
        }

        @Override
        public byte[] fetch(String model, String bundleSha256, long maxBytes) {
            return registry.fetch(model, bundleSha256, maxBytes);
        }

        @Override
        public Map<String, Integer> aliases(String model) {
            return registry.aliases(model);
        }

        @Override
        public List<HistoryEntry> history(String model) {
            return registry.history(model);
        }
    }
}
