package io.tidemark.trainer.data;

/// Something that was noticed about data before anything is made of it.
///
/// @param severity whether a run goes on
/// @param check name of the check, for machines: lower case, words joined by hyphens
/// @param place column, or line, or the file as a whole, in words
/// @param found what is there
/// @param expected what should be there, or what to do
public record DataFinding(Severity severity, String check, String place, String found, String expected) {
    /// How bad it is.
    public enum Severity {
        /// The run ends.
        ERROR,
        /// The run goes on, and the report says so.
        WARNING
    }

    /// Something that ends the run.
    public static DataFinding error(String check, String place, String found, String expected) {
        return new DataFinding(Severity.ERROR, check, place, found, expected);
    }

    /// Something to know.
    public static DataFinding warning(String check, String place, String found, String expected) {
        return new DataFinding(Severity.WARNING, check, place, found, expected);
    }

    /// The finding in one sentence.
    public String message() {
        return place + ": found " + found + ", expected " + expected + ".";
    }
}
