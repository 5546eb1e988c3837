package io.tidemark.scoring.serving;

import io.tidemark.scoring.ToyModel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of the loader share: a loader of its own for each test, and three versions for it to load.
abstract class LoaderTest {
    static final ToyModel FIRST = ToyModel.version(1);

    static final ToyModel SECOND = ToyModel.version(2);

    static final ToyModel THIRD = ToyModel.version(3);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    LoaderBench bench;

    @BeforeEach
    void open() {
        bench = new LoaderBench(folder.resolve("cache"));
    }

    @AfterEach
    void close() {
        bench.close();
    }
}
