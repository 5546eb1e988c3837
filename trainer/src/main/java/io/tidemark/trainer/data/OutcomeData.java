package io.tidemark.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ModelManifest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Labelled outcomes of the log as base data: replayed, then kept as they were served. Their SHA-256 is that of their
/// values, in the order of event times.
final class OutcomeData {
    /// Names of columns that no feature can have.
    static final String ID = "#request_id";

    static final String TIME = "#event_time";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutcomeReplay replay;
    private final RawStore store;

    OutcomeData(OutcomeReplay replay, RawStore store) {
        this.replay = replay;
        this.store = store;
    }

    /// @throws DataException when there are no such outcomes
    LocatedData keep(ModelManifest manifest, DataSource.Topic address, OutcomeWindow window) {
        OutcomeReplay.Served served = replay.at(address.topic()).served(manifest, window);
        ReplayCounts counts = served.counts(served.rows().size());
        if (served.rows().isEmpty()) {
            throw new DataException("Found no labelled outcome of " + manifest.name() + " in " + served.topic()
                    + " from " + window.from() + " to " + window.to() + ", expected some to train on; of "
                    + counts.read() + " read were left out: " + counts.leftOut() + ".");
        }
        List<String> columns = columns(manifest);
        MessageDigest digest = Sha256.digest();
        digest.update(json(columns));
        served.rows().forEach(row -> digest.update(json(cells(row))));
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new LocatedData(
                store.keepServed(sha256, columns, served.rows(), OutcomeData::cells),
                address.address(),
                sha256,
                served.rows().size() + " labelled outcomes of " + served.topic(),
                Optional.of(new LocatedData.Replayed(served.replay(), counts)));
    }

    private static List<String> columns(ModelManifest manifest) {
        List<String> columns = new ArrayList<>(List.of(ID, TIME));
        manifest.features().forEach(feature -> columns.add(feature.name()));
        columns.add(manifest.target().name());
        return columns;
    }

    private static List<@Nullable Object> cells(ServedRow row) {
        List<@Nullable Object> cells = new ArrayList<>(row.values().size() + 3);
        cells.add(row.requestId());
        cells.add(row.eventTimeMs());
        cells.addAll(row.values());
        cells.add(row.label());
        return cells;
    }

    private static byte[] json(List<?> values) {
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Numbers, text and flags have a JSON form.", e);
        }
    }
}
