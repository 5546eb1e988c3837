package io.tidemark.trainer.track;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.CategoryBins;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import java.util.List;

/// What drift is measured against, for people: bins and counts by feature. The bundle has the exact form.
final class ProfileJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProfileJson() {}

    static String of(List<FeatureSpec> features, ReferenceProfile profile) {
        ObjectNode root = JSON.createObjectNode().put("rows", profile.rows());
        ObjectNode byName = root.putObject("features");
        for (int i = 0; i < Math.min(features.size(), profile.features().size()); i++) {
            byName.set(features.get(i).name(), shown(profile.features().get(i)));
        }
        root.set("predictions", shown(profile.predictions()));
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode shown(FeatureProfile profile) {
        Histogram counts = profile.reference();
        ObjectNode node = JSON.createObjectNode().put("missing", counts.missing());
        ArrayNode bins = node.putArray("bins");
        for (int bin = 0; bin < counts.bins().count(); bin++) {
            if (counts.count(bin) > 0) {
                bins.addObject().put("bin", label(counts.bins(), bin)).put("count", counts.count(bin));
            }
        }
        return node;
    }

    private static String label(Bins bins, int bin) {
        return switch (bins) {
            case NumericBins numeric -> numeric.label(bin);
            case CategoryBins category -> category.label(bin);
        };
    }
}
