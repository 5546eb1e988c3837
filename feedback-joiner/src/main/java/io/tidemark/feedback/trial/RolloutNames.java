package io.tidemark.feedback.trial;

/// Names of the rollout topology's nodes and stores; changing one changes where state is found.
final class RolloutNames {
    static final String SERVICE = "rollout";

    static final String SOURCE_PREDICTIONS = "predictions";
    static final String SOURCE_SHADOWS = "shadow-predictions";
    static final String SOURCE_OUTCOMES = "outcomes";
    static final String TRACE = "trace";
    static final String TRACES = "trace-by-request";
    static final String TRACES_DUE = "trace-by-due-time";
    static final String LOADS = "load-by-stage";
    static final String TRACED = "traced-rows-out";

    static final String SOURCE_LETTERS = "dead-letters";
    static final String LETTERS = "letters";
    static final String LETTERS_OUT = "letter-rows-out";

    static final String SOURCE_ROWS = "trial-rows-in";
    static final String JUDGE = "judge";
    static final String TRIALS = "trial-by-model";
    static final String TRIAL_LOSSES = "loss-by-event-time";
    static final String TRIAL_KEYS = "key-by-trial";
    static final String TRIAL_HEALTH = "health-by-stage";
    static final String TIMELINE = "timeline";
    static final String ALERTS = "alerts";
    static final String PERFORMANCE = "performance";

    private RolloutNames() {}
}
