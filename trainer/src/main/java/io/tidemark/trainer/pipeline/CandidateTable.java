package io.tidemark.trainer.pipeline;

import java.util.List;

/// All candidates of a selection as a table, the best first.
public final class CandidateTable {
    /// Name of its file.
    public static final String FILE = "candidates.csv";

    private CandidateTable() {}

    /// `algorithm,parameters,state,folds,mean,spread,train_mean,overfit,overfitted,seconds,reason`.
    public static String csv(List<CandidateScore> candidates) {
        StringBuilder csv = new StringBuilder(
                "algorithm,parameters,state,folds,mean,spread,train_mean,overfit,overfitted,seconds,reason\n");
        for (CandidateScore candidate : candidates) {
            csv.append(candidate.algorithm().key())
                    .append(',')
                    .append(CsvCells.quoted(candidate.parameters().toString()))
                    .append(',')
                    .append(candidate.end().state())
                    .append(',')
                    .append(candidate.folds().size())
                    .append(',')
                    .append(candidate.mean())
                    .append(',')
                    .append(candidate.spread())
                    .append(',')
                    .append(candidate.trainMean())
                    .append(',')
                    .append(candidate.overfit())
                    .append(',')
                    .append(candidate.overfitted())
                    .append(',')
                    .append(candidate.seconds())
                    .append(',')
                    .append(CsvCells.quoted(candidate.end().words()))
                    .append('\n');
        }
        return csv.toString();
    }
}
