package io.tidemark.feedback.app;

import io.tidemark.feedback.trial.ChampionAlias;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the registry of promotions. A registry that does not listen keeps nobody from serving: the timeline has it.
record RegistryAlias(ModelRegistry registry) implements ChampionAlias {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryAlias.class);

    @Override
    public void set(String model, int version, String reason) {
        try {
            registry.setAlias(model, ModelRegistry.CHAMPION, version, "rollout", reason);
        } catch (RegistryException e) {
            LOG.warn(
                    "The registry could not be told that version {} of {} is champion; the timeline has it.",
                    version,
                    model,
                    e);
        }
    }
}
