package io.tidemark.model.pipeline;

/// How far two points are from each other.
public enum Distance {
    /// Straight line, in the unit of the coordinates.
    EUCLIDEAN,
    /// Great circle on a sphere of the Earth's mean radius, kilometres; coordinates are longitude and latitude,
    /// degrees.
    HAVERSINE;

    /// Mean radius of the Earth (IUGG), kilometres.
    private static final double EARTH_KM = 6371.0088;

    /// Great-circle distance in kilometres (Sinnott 1984), all angles in degrees.
    ///
    /// By [StrictMath], whose results are the same to the last bit on every machine.
    static double haversineKm(double longitude, double latitude, double toLongitude, double toLatitude) {
        double from = StrictMath.toRadians(latitude);
        double to = StrictMath.toRadians(toLatitude);
        return haversineKm(from, StrictMath.cos(from), to, StrictMath.cos(to), toLongitude - longitude);
    }

    /// The same of what is known of its two ends.
    ///
    /// @param from latitude, radians, and its cosine
    /// @param to latitude, radians, and its cosine
    /// @param longitudes difference of longitudes, degrees
    static double haversineKm(double from, double fromCosine, double to, double toCosine, double longitudes) {
        double up = StrictMath.sin((to - from) / 2);
        double across = StrictMath.sin(StrictMath.toRadians(longitudes) / 2);
        double chord = up * up + fromCosine * toCosine * across * across;
        return 2 * EARTH_KM * StrictMath.asin(Math.sqrt(Math.clamp(chord, 0, 1)));
    }
}
