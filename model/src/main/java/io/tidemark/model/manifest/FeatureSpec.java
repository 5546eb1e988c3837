package io.tidemark.model.manifest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/// One feature as events carry it.
///
/// In a raw row each feature is one double: a number as it is, a boolean as 0 or 1, a category as its index in the
/// declared list, an unseen category as -1, a missing value as NaN.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeatureSpec.NumberFeature.class, name = "number"),
    @JsonSubTypes.Type(value = FeatureSpec.CategoryFeature.class, name = "category"),
    @JsonSubTypes.Type(value = FeatureSpec.BooleanFeature.class, name = "boolean")
})
public sealed interface FeatureSpec {
    /// Name in events and data files.
    String name();

    /// True: an event without a value is a dead letter. False: a missing value is filled in as in training.
    boolean required();

    /// A number.
    ///
    /// @param unit unit for people; may be empty
    /// @param range values outside are refused
    /// @param typical values that are common in practice; synthetic data is drawn from here
    /// @param integral true: only whole numbers are accepted
    record NumberFeature(
            String name, boolean required, String unit, Range range, Optional<Range> typical, boolean integral)
            implements FeatureSpec {}

    /// One of several names.
    ///
    /// @param categories the known names, in the order of their codes
    /// @param unseen what happens to a name that is not among them
    record CategoryFeature(String name, boolean required, List<String> categories, Unseen unseen)
            implements FeatureSpec {
        public CategoryFeature {
            categories = List.copyOf(categories);
        }
    }

    /// True or false.
    record BooleanFeature(String name, boolean required) implements FeatureSpec {}

    /// What happens to an event with a category that the manifest does not list.
    enum Unseen {
        /// It is scored with the category unknown, and counted.
        ACCEPT,
        /// It is a dead letter.
        REJECT
    }
}
