package io.tidemark.trainer.step;

import java.io.IOException;
import java.nio.file.Path;

/// How a step's result lies in a folder.
///
/// @param <T> the result
public interface StepFiles<T> {
    /// Writes a result.
    void write(Path folder, T result) throws IOException;

    /// Reads what [#write] wrote.
    ///
    /// @throws IOException when it cannot be read
    /// @throws IllegalArgumentException when it is something else
    T read(Path folder) throws IOException;
}
