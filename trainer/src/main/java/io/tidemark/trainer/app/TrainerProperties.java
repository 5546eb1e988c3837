package io.tidemark.trainer.app;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.trainer.*`.
///
/// @param runsDir where each run gets a folder with its evidence
/// @param cacheDir where downloaded data is kept
/// @param threads threads that the training libraries may use; 0: one per core
@ConfigurationProperties(prefix = "tidemark.trainer", ignoreUnknownFields = false)
public record TrainerProperties(
        @DefaultValue("runs") Path runsDir,
        @DefaultValue("cache/data") Path cacheDir,
        @DefaultValue("0") int threads) {

    int threadsOrCores() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
