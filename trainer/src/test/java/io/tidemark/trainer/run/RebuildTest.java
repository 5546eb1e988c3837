package io.tidemark.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {
    @TempDir
    Path folder;

    @Test
    void theSameFactsGiveTheSameBundleOnAnyNumberOfThreads() {
        ModelRegistry registry = new LocalDirectoryRegistry(folder.resolve("registry"));
        ModelVersion version = train(registry, Toys.regression());

        Rebuild.Comparison comparison =
                new Rebuild(registry, locator(), Optional.empty(), 1).run(version, RunListener.NONE);

        assertThat(comparison.isEqual()).isTrue();
        assertThat(comparison.now()).isEqualTo(version.bundleSha256());
        assertThat(comparison.changedCode()).isEmpty();
    }

    @Test
    void dataThatHasChangedIsSaid() throws IOException {
        Path data = folder.resolve("rows.csv");
        StringBuilder csv = new StringBuilder("a,b,c,d,e,y\n");
        for (int i = 0; i < 100; i++) {
            csv.append(i % 10)
                    .append(',')
                    .append(1 + i % 4)
                    .append(",x,true,1,")
                    .append(i)
                    .append('\n');
        }
        Files.writeString(data, csv);
        ModelRegistry registry = new LocalDirectoryRegistry(folder.resolve("registry"));
        ModelVersion version =
                train(registry, Toys.regression("data.source=" + data, "selection.algorithms={ridge: {}}"));
        Files.writeString(data, csv.append("1,1,x,true,1,7\n"));

        assertThatThrownBy(() -> new Rebuild(registry, locator(), Optional.empty(), 1).run(version, RunListener.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the data has changed since version 1");
    }

    private ModelVersion train(ModelRegistry registry, ModelManifest manifest) {
        return new TrainingService(registry, locator(), folder.resolve("runs"), 2)
                .train(
                        new TrainingOrder("run-1", manifest, Optional.empty(), Optional.empty(), OptionalInt.empty()),
                        RunListener.NONE)
                .version();
    }

    private DataLocator locator() {
        return new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE);
    }
}
