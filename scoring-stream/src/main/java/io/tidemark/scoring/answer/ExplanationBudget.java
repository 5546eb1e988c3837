package io.tidemark.scoring.answer;

/// Time for explanations, which cost far more than the answers that they explain. Belongs to one thread.
public interface ExplanationBudget {
    /// No limit, for whoever holds nobody up: a replay, a test.
    ExplanationBudget UNLIMITED = new ExplanationBudget() {
        @Override
        public boolean begin() {
            return true;
        }

        @Override
        public void end() {
            // Nothing is measured.
        }
    };

    /// Begins an explanation.
    ///
    /// @return false when there is no time for one
    boolean begin();

    /// Ends the explanation that was begun.
    void end();
}
