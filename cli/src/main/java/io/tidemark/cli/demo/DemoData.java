package io.tidemark.cli.demo;

import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The data of the demo: what was asked for; else the cache; else the download; else, announced as such, synthetic
/// rows.
///
/// @param manifest the manifest with all overrides
/// @param overrides the overrides, for the services
/// @param located the data on this machine
/// @param locator how it was found
public record DemoData(ModelManifest manifest, List<String> overrides, LocatedData located, DataLocator locator) {

    public DemoData {
        overrides = List.copyOf(overrides);
    }

    /// Finds the data. The services are told to train on the very file that was found.
    public static DemoData locate(DemoSettings settings, Terminal terminal) {
        List<String> overrides = new ArrayList<>(DemoSettings.quickWindows());
        settings.data().ifPresent(address -> overrides.addAll(ModelsOption.dataOverrides(address)));
        overrides.addAll(settings.overrides());
        Path file = settings.models().resolve(DemoSettings.MODEL + ".yaml");
        ModelManifest wanted = ManifestReader.read(file, overrides);
        DataLocator locator =
                new DataLocator(settings.home().dataCache(), DataLocator.searchDirs(settings.models()), Progress.NONE);
        LocatedData located = find(wanted, locator, settings, terminal);
        List<String> all = new ArrayList<>(overrides);
        all.addAll(ModelsOption.dataOverrides(located.file().toAbsolutePath().toString()));
        if (located.address().startsWith("synthetic:")) {
            // The manifest's limits speak of real rows; the comparison with the champion holds for any.
            all.add("gates.limits={}");
        }
        terminal.line("Data: " + located.origin());
        return new DemoData(ManifestReader.read(file, all), all, located, locator);
    }

    private static LocatedData find(
            ModelManifest wanted, DataLocator locator, DemoSettings settings, Terminal terminal) {
        try {
            return locator.locate(wanted);
        } catch (DataException e) {
            if (settings.data().isPresent()) {
                throw e;
            }
            terminal.line(terminal.paint(Paint.WARN, "The data of the manifest cannot be had: " + e.getMessage()));
            terminal.line(terminal.paint(
                    Paint.WARN, "Going on with SYNTHETIC rows: the numbers below say nothing about houses."));
            return locator.synthetic(wanted, (DataSource.Synthetic) DataSource.parse("synthetic:"));
        }
    }
}
