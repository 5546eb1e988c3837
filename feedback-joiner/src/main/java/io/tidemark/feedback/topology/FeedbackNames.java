package io.tidemark.feedback.topology;

/// Names of the topology's nodes and stores; changing one changes where state is found.
final class FeedbackNames {
    static final String SERVICE = "feedback-joiner";

    static final String SOURCE_PREDICTIONS = "predictions";
    static final String SOURCE_LABELS = "labels";
    static final String SOURCE_MOVED = "moved-labels-in";
    static final String JOIN = "join";
    static final String REQUESTS = "request-by-id";
    static final String DUE = "id-by-due-time";
    static final String ROWS = "row-by-number";
    static final String WAITING = "waiting-request-by-number";
    static final String BALANCES = "balance-by-model";
    static final String OUTCOMES = "outcomes";
    static final String MOVED = "moved-labels-out";
    static final String PANES_OUT = "panes-out";
    static final String DEAD_LETTERS = "dead-letters";

    static final String SOURCE_PANES = "panes-in";
    static final String MEASURE = "measure";
    static final String PANES = "pane-by-series";
    static final String TUMBLING = "tumbling-by-series";
    static final String TOTALS = "total-by-series";
    static final String WAITING_PANES = "waiting-pane-by-number";
    static final String ALERT_LIVES = "alert-by-line";
    static final String PERFORMANCE = "performance";
    static final String ALERTS = "alerts";
    static final String PANE_DEAD_LETTERS = "pane-dead-letters";

    private FeedbackNames() {}
}
