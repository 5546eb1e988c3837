package io.tidemark.cli.stack;

import io.tidemark.bridge.app.BridgeApplication;
import io.tidemark.drift.app.DriftApplication;
import io.tidemark.feedback.app.FeedbackApplication;
import io.tidemark.notifier.app.NotifierApplication;
import io.tidemark.notifier.app.NotifierService;
import io.tidemark.scoring.app.ScoringApplication;
import io.tidemark.scoring.app.ShadowApplication;
import io.tidemark.trainer.app.TrainerApplication;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The services, in the order in which the embedded stack starts them: who reads before who writes. Shadow scoring is
/// part of the scoring stream's process too, unless it is turned off there.
public enum Service {
    NOTIFIER(NotifierApplication.class),
    FEEDBACK_JOINER(FeedbackApplication.class),
    DRIFT_MONITOR(DriftApplication.class),
    TRAINER(TrainerApplication.class),
    SCORING_STREAM(ScoringApplication.class),
    SHADOW_SCORING(ShadowApplication.class),
    REGISTRY_BRIDGE(BridgeApplication.class);

    private final Class<?> configuration;

    Service(Class<?> configuration) {
        this.configuration = configuration;
    }

    /// The service of this name.
    public static Optional<Service> find(String name) {
        return Arrays.stream(values())
                .filter(service -> service.serviceName().equals(name))
                .findFirst();
    }

    /// Names of all services.
    public static List<String> names() {
        return Arrays.stream(values()).map(Service::serviceName).toList();
    }

    /// Spring's configurations of services.
    public static Class<?>[] configurations(Collection<Service> services) {
        return services.stream().map(service -> service.configuration).toArray(Class<?>[]::new);
    }

    /// Name as people write it, for example `drift-monitor`.
    public String serviceName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Consumer group, which is the application id of a stream.
    public String group(String topicPrefix) {
        return topicPrefix + "tidemark-" + serviceName();
    }

    /// True for a consumer group of this service: shadow scoring has one for each model that is shadowed, the notifier
    /// one for each place that it tells.
    public boolean owns(String groupId, String topicPrefix) {
        String group = group(topicPrefix);
        return switch (this) {
            case SHADOW_SCORING -> groupId.startsWith(group + "-");
            case NOTIFIER -> NotifierService.groups(topicPrefix).contains(groupId);
            case SCORING_STREAM, DRIFT_MONITOR, FEEDBACK_JOINER, TRAINER, REGISTRY_BRIDGE -> groupId.equals(group);
        };
    }

    /// Name of what it says of its health, for example `driftMonitor`.
    public String healthComponent() {
        String[] words = serviceName().split("-", -1);
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return name.toString();
    }
}
