package io.tidemark.drift.topology;

/// Names of the topology's nodes and stores; changing one changes where state is found.
final class DriftNames {
    static final String SERVICE = "drift-monitor";
    static final String PREDICTIONS = "predictions";
    static final String OUTCOMES = "outcomes";
    static final String LETTERS = "dead-letters";
    static final String COUNT = "count";
    static final String UNDELIVERED = "undelivered-by-pane";
    static final String PANES_OUT = "drift-panes-out";
    static final String COUNT_DEAD_LETTERS = "count-dead-letters";
    static final String PANES_IN = "drift-panes-in";
    static final String JUDGE = "judge";
    static final String COUNTS = "counts-by-block-and-subject";
    static final String EPISODES = "episode-by-version";
    static final String TRAFFIC = "traffic-by-model";
    static final String DRIFT = "drift";
    static final String ALERTS = "alerts";
    static final String RETRAIN_REQUESTS = "retrain-requests";
    static final String JUDGE_DEAD_LETTERS = "judge-dead-letters";
    static final String WATCHED_OUT = "policy-readings-of-judge";
    static final String PERFORMANCE = "performance";
    static final String TIMELINE = "model-timeline";
    static final String SENSE = "sense";
    static final String SENSED_OUT = "policy-readings-of-sensor";
    static final String SENSE_DEAD_LETTERS = "sense-dead-letters";
    static final String READINGS_IN = "policy-readings-in";
    static final String DECIDE = "decide";
    static final String POLICIES = "policy-by-model";
    static final String DECIDE_DEAD_LETTERS = "decide-dead-letters";

    private DriftNames() {}
}
