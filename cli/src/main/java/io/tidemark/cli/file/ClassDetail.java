package io.tidemark.cli.file;

import io.tidemark.stats.metric.CalibrationBin;
import io.tidemark.stats.metric.Confusion;
import io.tidemark.stats.metric.MulticlassAccumulator;
import java.util.List;
import java.util.stream.IntStream;

/// Which class was taken for which, and how far probabilities can be believed.
///
/// @param classes names of the classes; of two the negative one first
/// @param counts rows `[actual class][predicted class]`
/// @param calibration predicted against actual shares in ten bins, those without rows left out; empty: no probabilities
public record ClassDetail(List<String> classes, List<List<Long>> counts, List<CalibrationBin> calibration) {
    public ClassDetail {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
        calibration = List.copyOf(calibration);
    }

    static ClassDetail of(List<String> classes, Confusion confusion, List<CalibrationBin> calibration) {
        return new ClassDetail(
                classes,
                List.of(
                        List.of(confusion.trueNegatives(), confusion.falsePositives()),
                        List.of(confusion.falseNegatives(), confusion.truePositives())),
                calibration);
    }

    static ClassDetail of(List<String> classes, MulticlassAccumulator metrics) {
        return new ClassDetail(
                classes,
                IntStream.range(0, classes.size())
                        .mapToObj(actual -> IntStream.range(0, classes.size())
                                .mapToObj(predicted -> metrics.count(actual, predicted))
                                .toList())
                        .toList(),
                List.of());
    }
}
