package io.tidemark.cli.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// How the world changes in the middle of the demo: incomes rise by 35 %, values by 60 %, and one region sends three
/// times its share of the requests.
final class WorldShift {
    static final String DESCRIPTION = "incomes +35 %, values +60 %, share of NEAR BAY tripled";

    private static final String INCOME = "median_income";
    private static final double INCOME_FACTOR = 1.35;
    private static final double VALUE_FACTOR = 1.6;
    private static final String REGION_FEATURE = "ocean_proximity";
    private static final String REGION = "NEAR BAY";
    private static final double SHARE_FACTOR = 3;

    private final List<DemoRow> region;
    private final List<DemoRow> others;
    private final double regionShare;
    private final SplittableRandom random;

    /// @param rows rows to draw from
    WorldShift(List<DemoRow> rows, long seed) {
        region = rows.stream().filter(WorldShift::inRegion).toList();
        others = rows.stream().filter(row -> !inRegion(row)).toList();
        regionShare = others.isEmpty() ? 1 : Math.min(1, SHARE_FACTOR * region.size() / rows.size());
        random = new SplittableRandom(seed);
    }

    /// A row of the new world.
    DemoRow next() {
        List<DemoRow> from = random.nextDouble() < regionShare && !region.isEmpty() ? region : others;
        return shifted(from.get(random.nextInt(from.size())));
    }

    private static DemoRow shifted(DemoRow row) {
        Map<String, @Nullable Object> values = new HashMap<>(row.values());
        if (values.get(INCOME) instanceof Number income) {
            values.put(INCOME, income.doubleValue() * INCOME_FACTOR);
        }
        return new DemoRow(row.id(), values, row.label() * VALUE_FACTOR);
    }

    private static boolean inRegion(DemoRow row) {
        return REGION.equals(row.values().get(REGION_FEATURE));
    }
}
