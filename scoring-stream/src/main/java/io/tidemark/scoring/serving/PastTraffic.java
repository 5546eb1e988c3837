package io.tidemark.scoring.serving;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a model was asked before this process saw its traffic.
@FunctionalInterface
public interface PastTraffic {
    /// Nothing is known of the past.
    PastTraffic NONE = model -> Answers.NONE;

    /// The latest answers of a model, as far as they can be found in bounded time.
    Answers of(String model);

    /// Answers that were given.
    ///
    /// @param requests values of the requests, as they came
    /// @param bundles SHA-256 of the bundles that answered them
    record Answers(List<Map<String, @Nullable Object>> requests, Set<String> bundles) {
        static final Answers NONE = new Answers(List.of(), Set.of());

        public Answers {
            requests = List.copyOf(requests);
            bundles = Set.copyOf(bundles);
        }
    }
}
