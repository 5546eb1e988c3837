package io.tidemark.model.pipeline;

import java.util.List;

/// How far a row is from points along great circles, kilometres: [Distance#haversineKm] with what does not change from
/// row to row or from point to point computed once; the same bits.
final class GreatCircles implements RowStep {
    private final int longitude;
    private final int latitude;

    /// Degrees.
    private final double[] longitudes;

    /// Radians.
    private final double[] latitudes;

    private final double[] cosines;

    /// @param of columns of longitude and latitude
    GreatCircles(List<Integer> of, List<InputStep.Point> points) {
        longitude = of.get(0);
        latitude = of.get(1);
        longitudes = points.stream().mapToDouble(point -> point.at().get(0)).toArray();
        latitudes = points.stream()
                .mapToDouble(point -> StrictMath.toRadians(point.at().get(1)))
                .toArray();
        cosines = new double[latitudes.length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = StrictMath.cos(latitudes[i]);
        }
    }

    @Override
    public void apply(double[] filled, float[] inputs, int at) {
        double from = StrictMath.toRadians(filled[latitude]);
        double cosine = StrictMath.cos(from);
        for (int i = 0; i < cosines.length; i++) {
            inputs[at + i] = InputStep.input(
                    Distance.haversineKm(from, cosine, latitudes[i], cosines[i], longitudes[i] - filled[longitude]));
        }
    }
}
