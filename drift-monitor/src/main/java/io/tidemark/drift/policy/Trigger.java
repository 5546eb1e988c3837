package io.tidemark.drift.policy;

/// A trigger that is on, as it stands.
///
/// @param name drift, performance, age or labels; ids of requests begin with it
/// @param fired true when its value has reached its threshold
/// @param shown value and threshold in words
public record Trigger(String name, boolean fired, String shown) {
    @Override
    public String toString() {
        return name + ": " + shown;
    }
}
