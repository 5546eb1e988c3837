package io.tidemark.trainer.pipeline;

import java.util.List;

/// Columns of files with one value for each class.
public final class ClassColumns {
    private ClassColumns() {}

    /// Names of columns, one for each class: `prefix_class`.
    public static List<String> of(String prefix, List<String> classes) {
        return classes.stream().map(name -> prefix + "_" + name).toList();
    }
}
