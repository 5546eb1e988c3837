package io.tidemark.feedback.rollout;

import io.tidemark.event.VersionRef;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A trial as bytes.
public final class TrialFormat {
    private static final byte KIND = 75;

    private TrialFormat() {}

    public static byte[] write(Trial trial) {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        version(trial.plan().champion(), out);
        version(trial.plan().challenger(), out);
        out.writeText(trial.plan().experiment());
        out.writeInt(trial.plan().shareBp());
        out.writeCount(trial.stages().size());
        for (Trial.Stage stage : trial.stages()) {
            out.writeText(stage.activationId());
            out.writeInt(stage.shareBp());
            out.writeLong(stage.openedAt().toEpochMilli());
            out.writeDouble(stage.centre());
            stage.sums().writeTo(out);
        }
        out.writeByte((byte) (trial.decision().isPresent() ? 1 : 0));
        trial.decision().ifPresent(decision -> {
            out.writeText(decision.eventId());
            out.writeByte((byte) (decision.ends() ? 1 : 0));
        });
        out.writeLong(trial.watch().seenAt().toEpochMilli());
        out.writeLong(trial.watch().away().toMillis());
        return out.toBytes();
    }

    /// The trial; empty when another release wrote it: then it begins anew.
    public static Optional<Trial> read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != KIND) {
            return Optional.empty();
        }
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "a trial");
        TrialPlan plan = new TrialPlan(version(in), version(in), in.readText("experiment"), in.readInt());
        List<Trial.Stage> stages = new ArrayList<>();
        for (int left = in.readLength(1, "stages"); left > 0; left--) {
            stages.add(new Trial.Stage(
                    in.readText("activation of a stage"),
                    in.readInt(),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readFinite("centre of a stage"),
                    StageSums.readFrom(in)));
        }
        Optional<Trial.Decision> decision = in.readByte() == 1
                ? Optional.of(new Trial.Decision(in.readText("decision"), in.readByte() == 1))
                : Optional.empty();
        Trial.Watch watch = new Trial.Watch(Instant.ofEpochMilli(in.readLong()), Duration.ofMillis(in.readLong()));
        in.expectEnd();
        return Optional.of(Trial.of(plan, stages, decision, watch));
    }

    private static void version(VersionRef version, StateWriter out) {
        out.writeInt(version.getVersion());
        out.writeText(version.getBundleSha256());
    }

    private static VersionRef version(StateReader in) {
        return new VersionRef(in.readInt(), in.readText("SHA-256"));
    }
}
