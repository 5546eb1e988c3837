package io.tidemark.scoring.topology;

/// Names of the topology's nodes and stores; changing one changes where state is found.
final class ScoringNames {
    static final String SERVICE = "scoring-stream";
    static final String REQUESTS = "requests";
    static final String SCORE = "score";
    static final String UPDATES = "feature-updates";
    static final String KEEP = "keep";
    static final String HISTORIES = "history-by-entity";
    static final String ADOPTIONS = "adoption-by-model";
    static final String PREDICTIONS = "predictions";
    static final String DEAD_LETTERS = "dead-letters";
    static final String TIMELINE = "timeline";
    static final String SHADOW = "score-in-shadow";
    static final String SHADOW_PREDICTIONS = "shadow-predictions";

    private ScoringNames() {}
}
